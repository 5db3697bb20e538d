"""What a merged notebook is put together from, before it has bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from nbtrack.merge.strands import Strand
    from nbtrack.notebook.document import Cell, Notebook


class Piece(NamedTuple):
    """A cell of the merged notebook; `ours` is the index of the cell of ours whose text it is made from."""

    data: dict[str, Any]
    ours: int | None = None
    clashes: tuple[int, ...] = ()  # lines at which marked clashes open
    decisions: tuple[str, ...] = ()
    reason: str | None = None  # of the conflict that a marker cell opens


class Sides(NamedTuple):
    """The three notebooks; base is None where there is none."""

    base: Notebook | None
    ours: Notebook
    theirs: Notebook

    def cells(self, strand: Strand) -> tuple[Cell | None, Cell | None, Cell | None]:
        """Return a strand's cell in each notebook, None where it is not there."""
        base = self.base.cells[strand.base] if self.base and strand.base is not None else None
        ours = None if strand.ours is None else self.ours.cells[strand.ours]
        theirs = None if strand.theirs is None else self.theirs.cells[strand.theirs]
        return base, ours, theirs
