"""What the index keeps of a record: a few facts, its values for the columns, and most of its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.columns import values_of
from nbtrack.store.compression import QUICK, compress, decompress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.store.columns import Values

_LARGE = frozenset(("cells", "attached"))


class Row(NamedTuple):
    """One sealed run; `packed` is its JSON without what is large and hardly ever asked for of many runs."""

    id: str
    experiment: str
    started: str
    status: str
    kind: str
    name: str | None
    values: Values
    packed: bytes


def row_of(said: Mapping[str, Any], dump: Callable[[Any], bytes]) -> Row:
    """Return the row of a record's JSON; raises TypeError, ValueError, KeyError or AttributeError."""
    kept = {name: value for name, value in said.items() if name not in _LARGE}
    facts = (said["id"], said["experiment"], said["started"], said["status"])
    kind, name = said.get("kind", "run"), said.get("name")
    return Row(*facts, kind, name, values_of(said), compress(dump(kept), QUICK))


def dump(said: Any) -> bytes:
    """Return JSON, not canonical: a row is never compared, and NaN is read back by the same library."""
    return json.dumps(said, separators=(",", ":")).encode("ascii")


def bulk_dump() -> Callable[[Any], bytes]:
    """Return the same on orjson, ten times as fast; importing it takes as long as hundreds of rows."""
    from nbtrack.notebook.orjson_import import import_orjson

    dumps = import_orjson().dumps

    def fast(said: Any) -> bytes:
        try:
            found: bytes = dumps(said)
        except TypeError:  # a long integer, or a lone surrogate
            return dump(said)
        return dump(said) if b"null" in found else found  # as which it writes NaN

    return fast


def unpacked(packed: bytes) -> dict[str, Any]:
    """Return the JSON that a row keeps."""
    found: dict[str, Any] = json.loads(decompress(packed))
    return found
