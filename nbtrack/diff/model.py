"""What a diff of two notebooks says. Frozen; numbers count from 1, as people do."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["same", "changed", "added", "removed", "moved"]


class LineHunk(NamedTuple):
    """Lines that changed and a few around them; each begins with " ", "-" or "+", as in a unified diff."""

    old_start: int
    new_start: int
    lines: tuple[str, ...]


class ValueChange(NamedTuple):
    """How one value of metadata or a JSON output changed, as JSON texts; None where there was or is none."""

    path: tuple[str, ...]
    old: str | None
    new: str | None


class TableChange(NamedTuple):
    """How a value of a table changed, by the names of row and column; `delta` where both sides are numbers.

    A row that came or went has no column, a column no row; None stands on the side where there is none.
    """

    row: str
    column: str
    old: str | None
    new: str | None
    delta: str = ""


class PartChange(NamedTuple):
    """How one piece of content changed: a stream's text, one MIME type of a result, an attachment.

    A size is in bytes, None where the piece is not there. `hunks` is empty for what is no text to read,
    `values` for what is no JSON on both sides, and `table` for what is no table, or was not asked for one.
    `left_out` counts lines or values beyond.
    """

    name: str
    old_size: int | None
    new_size: int | None
    hunks: tuple[LineHunk, ...] = ()
    left_out: int = 0
    values: tuple[ValueChange, ...] = ()
    table: tuple[TableChange, ...] = ()


class OutputChange(NamedTuple):
    """How one output changed; None where there was or is no such output."""

    old: int | None
    new: int | None
    name: str
    parts: tuple[PartChange, ...]


class NoiseCount(NamedTuple):
    """How often a class of noise was met."""

    name: str
    times: int


class CellDiff(NamedTuple):
    """One cell of either side or of both. A moved cell may have changed as well."""

    kind: Kind
    old: int | None
    new: int | None
    old_type: str | None
    new_type: str | None
    source: tuple[LineHunk, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    attachments: tuple[PartChange, ...] = ()
    metadata: tuple[ValueChange, ...] = ()
    noise: tuple[NoiseCount, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Tell whether the cell itself changed, and not only its place."""
        inside = self.source or self.outputs or self.attachments or self.metadata
        return bool(inside) or self.old_type != self.new_type


class NotebookDiff(NamedTuple):
    """Every cell of both notebooks, in the order of the new one, and what changed outside of cells.

    Noise is told beside what changed: a cell with nothing else is the same.
    """

    cells: tuple[CellDiff, ...]
    metadata: tuple[ValueChange, ...] = ()
    noise: tuple[NoiseCount, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that was compared differs."""
        return not self.metadata and all(cell.kind == "same" for cell in self.cells)
