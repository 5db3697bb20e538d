"""What a merged notebook is put together from, before it has bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Versions(NamedTuple):
    """The cells of the three notebooks; those of the base are none where there is no base."""

    base: Sequence[Cell]
    ours: Sequence[Cell]
    theirs: Sequence[Cell]

    def of(self, strand: Strand) -> tuple[Cell | None, Cell | None, Cell | None]:
        """Return a strand's cell in each notebook, None where it is not there."""
        base = None if strand.base is None else self.base[strand.base]
        ours = None if strand.ours is None else self.ours[strand.ours]
        theirs = None if strand.theirs is None else self.theirs[strand.theirs]
        return base, ours, theirs
