"""JSON of many records on orjson, five to ten times as fast; its import takes as long as hundreds of them."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from nbtrack.plain_json import plain_json
from nbtrack.store.canonical import load

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 256  # records from which on it pays
_DIGITS = bytes(48 if 48 <= byte < 58 else 46 if byte == 46 else 32 for byte in range(256))  # "0", "." or " "
_LONG = b" " + b"0" * 19  # digits that follow no point: an integer of which orjson would make a float


def dump(said: object) -> bytes:
    """Return JSON for the index, in which NaN is what `json` makes of it.

    Where orjson would read something else, as it does of long integers, a blank stands before it.
    """
    raw = json.dumps(said, separators=(",", ":")).encode("ascii")
    return b" " + raw if _LONG in raw.translate(_DIGITS) else raw


def bulk_dump() -> Callable[[Any], bytes]:
    """Return the same on orjson."""
    from nbtrack.notebook.orjson_import import import_orjson

    dumps = import_orjson().dumps

    def fast(said: object) -> bytes:
        try:
            found: bytes = dumps(said)
        except TypeError:  # a long integer, or a lone surrogate
            return dump(said)
        return dump(said) if b"null" in found else found  # as which it writes NaN

    return fast


def bulk_read() -> Callable[[bytes], Any]:
    """Return what reads such JSON, as `json.loads` does."""
    from nbtrack.notebook.orjson_import import import_orjson

    loads = import_orjson().loads

    def fast(raw: bytes) -> Any:
        if not raw.startswith(b" "):
            with contextlib.suppress(ValueError):  # NaN, or a lone surrogate
                return loads(raw)
        return json.loads(raw)

    return fast


def bulk_pretty() -> Callable[[Any], str]:
    """Return what writes JSON for people to read, in ASCII."""
    from nbtrack.notebook.orjson_import import import_orjson

    orjson = import_orjson()

    def fast(said: object) -> str:
        with contextlib.suppress(TypeError):  # a long integer, or a lone surrogate
            found: bytes = orjson.dumps(said, option=orjson.OPT_INDENT_2)
            if found.isascii() and b"null" not in found:  # as which it writes NaN
                return found.decode("ascii")
        return pretty(said)

    return fast


def pretty(said: object) -> str:
    """Return the same from the standard library."""
    return plain_json(said, ensure_ascii=True)


def bulk_load() -> Callable[[bytes], Any]:
    """Return `canonical.load` on orjson."""
    from nbtrack.notebook.orjson_import import import_orjson

    loads = import_orjson().loads

    def fast(raw: bytes) -> Any:
        if not reads_plainly(raw):
            return load(raw)
        try:
            return loads(raw)
        except ValueError:  # a lone surrogate, or more levels than it goes down
            return load(raw)

    return fast


def _holds_key(raw: bytes) -> bool:
    """Tell whether a key may begin with "$"; one letter is found ten times as fast as two."""
    return (b"$" in raw and b'"$' in raw) or (b"\\" in raw and rb"\u0024" in raw)


def reads_plainly(raw: bytes) -> bool:
    """Tell whether orjson and `json` read canonical JSON as `canonical.load` does, should they read it."""
    return not (_holds_key(raw) or _LONG in raw.translate(_DIGITS))
