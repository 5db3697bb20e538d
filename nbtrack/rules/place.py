"""Where a finding is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell, Pointer


class Place:
    """A whole notebook, a cell, or a line of a cell's source.

    Cell, line and columns are 1-based; columns count characters and `end_column` is the first one behind.
    `pointer` is the value in the document that the finding is about; `snippet` is the source line itself.
    """

    __slots__ = ("cell", "cell_id", "column", "end_column", "line", "pointer", "snippet")

    def __init__(
        self,
        pointer: Pointer = (),
        *,
        cell: int | None = None,
        cell_id: str | None = None,
        line: int | None = None,
        column: int | None = None,
        end_column: int | None = None,
        snippet: str | None = None,
    ) -> None:
        self.pointer = pointer
        self.cell = cell
        self.cell_id = cell_id
        self.line = line
        self.column = column
        self.end_column = end_column
        self.snippet = snippet

    def without_snippet(self) -> Place:
        """Return the same place with nothing of the source to show."""
        return Place(
            self.pointer,
            cell=self.cell,
            cell_id=self.cell_id,
            line=self.line,
            column=self.column,
            end_column=self.end_column,
        )


def in_notebook(*steps: str | int) -> Place:
    """Point at a value outside the cells: `in_notebook("metadata", "widgets")`."""
    return Place(steps)


def in_cell(cell: Cell, *steps: str | int) -> Place:
    """Point at a cell or a value in it: `in_cell(cell, "outputs", 0)`."""
    return Place((*cell.pointer, *steps), cell=cell.number, cell_id=cell.id)


def in_source(cell: Cell, line: int, column: int, end_column: int | None = None) -> Place:
    """Point at characters of a cell's source; line and columns are 1-based."""
    lines = cell.source.split("\n")
    return Place(
        (*cell.pointer, "source"),
        cell=cell.number,
        cell_id=cell.id,
        line=line,
        column=column,
        end_column=end_column or column + 1,
        snippet=lines[line - 1] if line <= len(lines) else "",
    )
