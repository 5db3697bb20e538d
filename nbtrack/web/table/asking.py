"""Ask rows for values by name as conditions do, straight from the columns: no object in between.

Ten thousand runs are filtered and sorted while somebody types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, PARTS, field_of
from nbtrack.compare.where import condition
from nbtrack.web.table.columns import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.web.table.row import RunRow
    from nbtrack.web.table.table import Rows

    Field = Callable[[RunRow], Any]


def condition_in(rows: Rows, text: str, found: Sequence[RunRow]) -> Callable[[RunRow], bool]:
    """Return the condition that a text says of some rows; raises UsageError where it makes no sense."""
    return condition(text, lambda name: field_in(rows, name, found), lambda row: row.tags)


def field_in(rows: Rows, name: str, found: Sequence[RunRow]) -> Field:
    """Return what `field_of` does for some rows; raises UsageError where none has such a value."""
    for key in _keys(name):
        field = quick_field(rows, key)
        if field and any(field(row) is not None for row in found):
            return field
    return cast("Field", field_of(name, cast("Sequence[RunRecord]", found)))


def _keys(name: str) -> Sequence[str]:
    """Return the columns that a name may mean; none where it may mean something else as well."""
    if name in FACTS or name.rpartition(".")[2] in PARTS:
        return ()
    return (name,) if name.startswith((METRIC, PARAMETER)) else (METRIC + name, PARAMETER + name)


def quick_field(rows: Rows, key: str) -> Field | None:
    """Return what asks a row for the value of a key, with no object in between; None for other names."""
    metric = rows.shelf.metrics.by_name.get(key.removeprefix(METRIC)) if key.startswith(METRIC) else None
    if metric is not None:
        last, count = metric[0], metric[3]
        size = len(count)
        return lambda row: last[row.place] if row.place < size and count[row.place] else None
    values = rows.shelf.parameters
    if key.startswith(PARAMETER) and (name := key.removeprefix(PARAMETER)) in values.by_name:
        return lambda row: None if (value := values.value(name, row.place)) is ABSENT else value
    return None
