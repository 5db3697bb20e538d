"""What a patch says. Frozen; all that it takes away is in it, so that it can be checked and reversed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.values import ABSENT

if TYPE_CHECKING:
    from nbtrack.notebook.document import Pointer


class Replaced(NamedTuple):
    """Another value at a path; ABSENT where there was or is none."""

    path: Pointer
    old: Any
    new: Any


class Splice(NamedTuple):
    """Elements of a list, or lines of a text, that give way to others; places count from 0."""

    old_at: int
    new_at: int
    old: tuple[Any, ...]
    new: tuple[Any, ...]


class Spliced(NamedTuple):
    """A list, or a text by line, in which some elements give way to others."""

    path: Pointer
    is_text: bool
    splices: tuple[Splice, ...]


ValueEdit = Replaced | Spliced


class CellPatch(NamedTuple):
    """What becomes of one cell, by its numbers on both sides: edited or moved, or added or removed whole.

    A cell on both sides has edits, one on a single side its value.
    """

    old: int | None
    new: int | None
    edits: tuple[ValueEdit, ...] = ()
    value: Any = ABSENT


class Patch(NamedTuple):
    """How one notebook becomes another. Cells that are not named keep their order in the places left over.

    `old_digest` and `new_digest` name the bytes of both sides.
    """

    old_digest: str
    new_digest: str
    old_count: int
    new_count: int
    cells: tuple[CellPatch, ...]
    document: tuple[ValueEdit, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both sides say the same."""
        return not self.cells and not self.document
