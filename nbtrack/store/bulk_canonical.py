"""Canonical JSON on orjson: the same bytes, several times as fast, for a process that writes a lot of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.orjson_import import import_orjson

if TYPE_CHECKING:
    from collections.abc import Callable

# Small and large numbers: each version of orjson spells them in another way, and none as Python does. To look
# ahead at what begins like one, and to take its digits at once, makes the search three times as fast.
_ODD_NUMBER = re.compile(
    rb"[:,\[](?=[-0-9])(-?(?:[0-9.]++e[-+]?[0-9]+|0\.0000[0-9]+|[0-9]{16,}\.[0-9]+))(?=[,\]}])"
)


def quick_dump(plain_dump: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """Return what writes as `plain_dump` does, to which it leaves what orjson would write otherwise."""
    orjson = import_orjson()
    dumps, loads = orjson.dumps, orjson.loads
    as_json_does = (
        orjson.OPT_SORT_KEYS
        | orjson.OPT_PASSTHROUGH_SUBCLASS
        | orjson.OPT_PASSTHROUGH_DATACLASS
        | orjson.OPT_PASSTHROUGH_DATETIME
    )

    def fast(value: Any) -> bytes:
        try:
            raw: bytes = dumps(value, option=as_json_does)
        except TypeError:  # a long integer, a lone surrogate, a tuple of its own class, or no JSON at all
            return plain_dump(value)
        if type(value) is not dict or b'"$' in raw:
            return plain_dump(value)
        if b"null" in raw and loads(raw) != value:  # as null it writes NaN
            return plain_dump(value)
        return _respelled(raw) or plain_dump(value)

    return fast


def _respelled(raw: bytes) -> bytes | None:
    """Spell numbers, which have an even number of quotes before them, as Python does.

    None where quotes in texts make that untrue.
    """
    found = list(_ODD_NUMBER.finditer(raw))
    if found and b"\\" in raw:
        return None
    parts: list[bytes] = []
    place = quotes = 0
    for match in found:
        begin, end = match.span(1)
        quotes += raw.count(b'"', place, begin)
        parts += raw[place:begin], match[1] if quotes % 2 else repr(float(match[1])).encode("ascii")
        place = end
    return b"".join((*parts, raw[place:])) if parts else raw
