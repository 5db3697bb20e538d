"""What the index keeps of a record: a few facts, its values for the columns, and most of its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.bulk_json import dump
from nbtrack.store.columns import values_of
from nbtrack.store.seal import sealed_json
from nbtrack.store.statuses import RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbtrack.store.columns import Values

LARGE = frozenset(("cells", "attached"))


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


def read_row(raw: bytes, run_id: str) -> Row:
    """Return the row of a record's bytes.

    Raises StoreError where the seal does not hold, TypeError, ValueError, KeyError or AttributeError where
    what is sealed is no record.
    """
    return row_of(sealed_json(raw, run_id), dump)


def row_of(said: Mapping[str, Any], write: Callable[[Any], bytes]) -> Row:
    """Return the row of a record's JSON; raises as `read_row` does."""
    return row_from(said, write({name: value for name, value in said.items() if name not in LARGE}))


def row_from(said: Mapping[str, Any], said_b: bytes) -> Row:
    """Return the same where what is kept is spelled already."""
    facts = (said["id"], said["experiment"], said["started"], said["status"])
    return Row(*facts, said.get("kind", RUN), said.get("name"), values_of(said), said_b)
