"""Two tables, aligned by the names of their rows and columns, with how much each number changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.sequence import gaps_between, matches

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from nbtrack.diff.tables.reading import Table

    _Pairs = list[tuple[int | None, int | None]]

_CONTEXT = 2
_MOST_ROWS = 300


class TableCell(NamedTuple):
    """A value on both sides, None where its row or column is not there; `delta` where both are numbers."""

    old: str | None
    new: str | None
    delta: str

    @property
    def state(self) -> str:
        """Return "same", "changed", "added", "removed" or, in a new column of an old row, "none"."""
        if self.old is None and self.new is None:
            return "none"
        if self.old is None or self.new is None:
            return "removed" if self.new is None else "added"
        return "same" if self.old == self.new else "changed"


class TableRow(NamedTuple):
    """A row, or a gap of so many equal rows where `skipped` is not 0."""

    names: tuple[str, ...]
    cells: tuple[TableCell, ...]
    state: str
    skipped: int = 0


class TableDiff(NamedTuple):
    """Columns with their states, rows, and how many values changed."""

    columns: tuple[tuple[str, str], ...]
    index_width: int
    rows: tuple[TableRow, ...]
    changed: int


def compared_tables(old: Table, new: Table) -> TableDiff:
    """Align two tables and compare their values."""
    columns = _aligned(list(old.columns), list(new.columns))
    pairs = _aligned([names for names, _ in old.rows], [names for names, _ in new.rows])
    rows = [_row(old, new, i, j, columns) for i, j in pairs]
    changed = sum(cell.state == "changed" for row in rows for cell in row.cells)
    names = [((new.columns[j] if j is not None else old.columns[i or 0]), _state(i, j)) for i, j in columns]
    width = max((len(row.names) for row in rows), default=0)
    return TableDiff(tuple(names), width, tuple(_near_changes(rows)), changed)


def _aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> _Pairs:
    """Pair equal names in order, and those that stand once on both sides wherever they went."""
    in_order = matches(old, new)
    moved = _moved(old, new, in_order)
    gone = set(moved.values())
    found: _Pairs = []
    for olds, news in gaps_between(in_order, len(old), len(new)):
        found += [(place, None) for place in olds if place not in gone]
        found += [(moved.get(place), place) for place in news]
        if olds.stop < len(old):
            found.append((olds.stop, news.stop))
    return found


def _moved(
    old: Sequence[Hashable], new: Sequence[Hashable], in_order: list[tuple[int, int]]
) -> dict[int, int]:
    """Return by its new place the old place of each name that is not where it was."""
    olds, news = Counter(old), Counter(new)
    taken = {i for i, _ in in_order}
    where = {name: i for i, name in enumerate(old) if i not in taken and olds[name] == news[name] == 1}
    return {j: where[name] for j, name in enumerate(new) if name in where}


def _row(old: Table, new: Table, i: int | None, j: int | None, columns: _Pairs) -> TableRow:
    before = None if i is None else old.rows[i]
    after = None if j is None else new.rows[j]
    cells = []
    for column_i, column_j in columns:
        one = _value(before[1] if before else None, column_i)
        other = _value(after[1] if after else None, column_j)
        cells.append(TableCell(one, other, delta_text(one, other)))
    names = after[0] if after else before[0] if before else ()
    state = _state(i, j)
    if state == "same" and any(cell.state == "changed" for cell in cells):
        state = "changed"
    return TableRow(names, tuple(cells), state)


def _value(row: tuple[str, ...] | None, column: int | None) -> str | None:
    return row[column] if row is not None and column is not None and column < len(row) else None


def _state(i: int | None, j: int | None) -> str:
    return "added" if i is None else "removed" if j is None else "same"


def delta_text(old: str | None, new: str | None) -> str:
    """Say by how much a number changed, and nothing where one side is no number."""
    if old is None or new is None or old == new:
        return ""
    try:
        before, after = (float(text.replace(",", "")) for text in (old, new))
    except ValueError:
        return ""
    delta = after - before
    if not delta or delta != delta or delta in (float("inf"), float("-inf")):
        return ""  # 3 and 3.0 are one number
    return f"{delta:+.4g}"


def _near_changes(rows: list[TableRow]) -> Iterator[TableRow]:
    near = {
        place
        for changed, row in enumerate(rows)
        if row.state != "same"
        for place in range(changed - _CONTEXT, changed + _CONTEXT + 1)
    }
    skipped = shown = 0
    for place, row in enumerate(rows):
        if place not in near or shown >= _MOST_ROWS:
            skipped += 1
            continue
        if skipped:
            yield TableRow((), (), "same", skipped)
        skipped, shown = 0, shown + 1
        yield row
    if skipped:
        yield TableRow((), (), "same", skipped)
