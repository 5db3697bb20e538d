"""What the index keeps of a record: a few facts, its values for the columns, and most of its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.columns import values_of
from nbtrack.store.statuses import RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.store.columns import Values

_LARGE = frozenset(("cells", "attached"))


class Row(NamedTuple):
    """One sealed run; `said_b` is its JSON without what is large and hardly ever asked for of many runs."""

    id: str
    experiment: str
    started: str
    status: str
    kind: str
    name: str | None
    values: Values
    said_b: bytes


def row_of(said: Mapping[str, Any], dump: Callable[[Any], bytes]) -> Row:
    """Return the row of a record's JSON; raises TypeError, ValueError, KeyError or AttributeError."""
    kept = {name: value for name, value in said.items() if name not in _LARGE}
    facts = (said["id"], said["experiment"], said["started"], said["status"])
    kind, name = said.get("kind", RUN), said.get("name")
    return Row(*facts, kind, name, values_of(said), dump(kept))
