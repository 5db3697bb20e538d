"""Say of the tables in a diff which values changed: a step of its own, since reading HTML is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.model import TableChange
from nbtrack.diff.outputs import parts_at
from nbtrack.diff.parts import MOST_LINES, settled_parts
from nbtrack.notebook.mime_types import HTML

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.diff.model import CellDiff, NotebookDiff, OutputChange
    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.diff.tables.comparing import TableDiff, TableRow
    from nbtrack.notebook.document import Cell, Notebook

_LONGEST = 400_000  # characters of HTML: nobody reads a larger table
_MOST_VALUES = 60  # characters of a row that came or went


def with_tables(
    diff: NotebookDiff, old: Notebook, new: Notebook, tolerance: Tolerance | None = None
) -> NotebookDiff:
    """Return the diff with the values that changed in each table that is on both sides."""
    return diff._replace(cells=tuple(_with_tables(cell, old, new, tolerance) for cell in diff.cells))


def table_diff(old: Mapping[str, str], new: Mapping[str, str]) -> TableDiff | None:
    """Compare the tables of two MIME bundles; None where there are none, or they do not differ."""
    from nbtrack.diff.tables.comparing import compared_tables
    from nbtrack.diff.tables.reading import read_table  # with the standard library's slow reader of HTML

    tables = [read_table(parts[HTML][:_LONGEST]) for parts in (old, new) if HTML in parts]
    if len(tables) != 2 or tables[0] is None or tables[1] is None:
        return None
    found = compared_tables(tables[0], tables[1])
    return found if any(row.state != "same" for row in found.rows) else None


def _with_tables(cell: CellDiff, old: Notebook, new: Notebook, tolerance: Tolerance | None) -> CellDiff:
    if cell.old is None or cell.new is None or not any(map(_may_hold, cell.outputs)):
        return cell
    before, after = old.cells[cell.old - 1], new.cells[cell.new - 1]
    return cell._replace(
        outputs=tuple(
            _with_table(output, before, after, tolerance) if _may_hold(output) else output
            for output in cell.outputs
        )
    )


def _may_hold(output: OutputChange) -> bool:
    return any(part.name == HTML and part.old_size and part.new_size for part in output.parts)


def _with_table(output: OutputChange, old: Cell, new: Cell, tolerance: Tolerance | None) -> OutputChange:
    if output.old is None or output.new is None:
        return output
    before, after = parts_at(old.outputs, output.old), parts_at(new.outputs, output.new)
    after, _ = settled_parts(before, after, tolerance)
    found = table_diff(dict(before), dict(after))
    if found is None or not any(row.state in ("same", "changed") for row in found.rows):
        return output  # nothing of one is in the other
    changes = list(_changes(found))
    left_out = max(0, len(changes) - MOST_LINES)
    return output._replace(
        parts=tuple(
            part._replace(hunks=(), left_out=left_out, table=tuple(changes[:MOST_LINES]))
            if part.name == HTML
            else part
            for part in output.parts
        )
    )


def _changes(found: TableDiff) -> Iterator[TableChange]:
    for name, state in found.columns:
        if state != "same":
            yield TableChange("", name, *_one_side(state, ""))
    place = 0
    for row in found.rows:
        place += row.skipped or 1
        name = " ".join(row.names) or f"row {place}"
        if row.state in ("added", "removed"):
            yield TableChange(name, "", *_one_side(row.state, _values(row)))
            continue
        for cell, (column, _) in zip(row.cells, found.columns, strict=False):
            if cell.state == "changed":
                yield TableChange(name, column, cell.old, cell.new, cell.delta)


def _one_side(state: str, text: str) -> tuple[str | None, str | None]:
    return (None, text) if state == "added" else (text, None)


def _values(row: TableRow) -> str:
    values = [cell.old if cell.new is None else cell.new for cell in row.cells]
    text = ", ".join(value for value in values if value)
    return text if len(text) <= _MOST_VALUES else f"{text[:_MOST_VALUES]}…"
