"""How the cells of each column look: said once, for all of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.web.query import Query

_ROOMY = ("started", "took")  # facts that a phone has no room for: the names are in the order of time


class Look(NamedTuple):
    """What a row needs to know of a column; `place` is a class where it is pinned, or may be left out."""

    kind: str
    name: str
    cell: str
    place: str


def looks_of(columns: Sequence[Mapping[str, Any]], query: Query) -> list[Look]:
    """Return how columns look that `view` tells of."""
    pinned = [column["key"] for column in columns if column["pinned"]]
    return [_look(column, pinned, query) for column in columns]


def _look(column: Mapping[str, Any], pinned: Sequence[str], query: Query) -> Look:
    kind, name = column["kind"], column["name"]
    place = ""
    if column["pinned"]:
        place = f"pin pin-{pinned.index(column['key']) + 1}"
    elif kind == "fact" and name in _ROOMY and not query.column:
        place = "roomy"
    words = ("number" if column["is_number"] else "", "metric" if kind == "metric" else "", place)
    return Look(kind, name, " ".join(filter(None, words)), place)
