"""JSON with one spelling for each value, so that equal values have equal bytes and digests.

Keys are sorted, nothing is padded, text is UTF-8. JSON has no NaN and no infinities, and metrics do: they
stand as `{"$float": "nan"}`. A key that begins with "$" gets another one, so that nothing else looks so.
"""

from __future__ import annotations

import contextlib
import json
import math
from functools import cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from nbtrack.store.digest import digest_of as digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FLOAT = "$float"
_AT_ONCE = 256  # lines
_MANY = 100  # values after which orjson pays: its import takes as long as to write so many
_MARK_B, _ESCAPED_B = b'"$', rb"\u0024"
_PLAIN = frozenset((str, int, bool, type(None)))
_TEXT = frozenset((str,))
_SCALARS = _PLAIN | {float}
_write = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode
_dumped = count()


def dump(value: Any) -> bytes:
    """Return the canonical bytes of dicts with text keys, lists, texts, numbers, booleans and None.

    Tuples come back as lists. Raises TypeError for anything else.
    """
    return _quick_dump()(value) if next(_dumped) > _MANY else plain_dump(value)


@cache
def _quick_dump() -> Callable[[Any], bytes]:
    from nbtrack.store.bulk_canonical import quick_dump

    return quick_dump(plain_dump)


def plain_dump(value: Any) -> bytes:
    """Return the same from the standard library alone."""
    text = _text(value)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, out of a notebook or a file name: only escapes say it
        joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return joined.encode("utf-8", "backslashreplace")


def load(raw: bytes) -> Any:
    """Return the value of canonical bytes; raises ValueError."""
    # To ask each object takes several times as long as to read it, and hardly any holds such a key.
    if _MARK_B in raw or _ESCAPED_B in raw:
        return json.loads(raw, object_hook=_decoded)
    return json.loads(raw)


def load_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a journal's lines; one that a crash tore is passed over."""
    left = iter(lines)
    while batch := list(islice(left, _AT_ONCE)):
        yield from (found for found in _values(batch) if isinstance(found, dict))


def _values(lines: list[bytes]) -> Iterable[Any]:
    """Return the values of some lines: all at once, unless one of them is torn."""
    with contextlib.suppress(ValueError, RecursionError):
        found: list[Any] = load(b"[%b]" % b",".join(lines))
        if len(found) == len(lines):
            return found
    return _whole(lines)


def _whole(lines: list[bytes]) -> Iterator[Any]:
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            yield load(line)


def _text(value: Any) -> str:
    """Return JSON; a value is spelled in another way only where something in it needs that: hardly ever."""
    _refuse_odd_keys(value)
    try:
        text = _write(value)
    except ValueError:  # a number that JSON does not have
        return _write(_encoded(value))
    is_odd = "$" in text and '"$' in text  # one letter is found many times quicker
    return _write(_encoded(value)) if is_odd else text


def _refuse_odd_keys(value: Any) -> None:
    """Raise TypeError for a key that is no text: the library would make texts of 1, True and None."""
    if isinstance(value, dict):
        if not _TEXT.issuperset(map(type, value)):
            for key in value:
                _escaped(key)
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return
    for inner in value:
        if type(inner) not in _SCALARS:
            _refuse_odd_keys(inner)


def _encoded(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN or (kind is float and math.isfinite(value)):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return {_FLOAT: str(value)}
    if isinstance(value, dict):
        return {_escaped(key): _encoded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encoded(inner) for inner in value]
    return value


def _escaped(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be a text, not {key!r}")
    return f"${key}" if key[:1] == "$" else key


def _decoded(found: dict[str, Any]) -> Any:
    if found.keys() == {_FLOAT}:
        return float(found[_FLOAT])
    if any(key.startswith("$") for key in found):
        return {key.removeprefix("$"): inner for key, inner in found.items()}
    return found
