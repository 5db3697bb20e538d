"""What a merge is asked for, and what it comes to, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from nbtrack.notebook.conflict_marks import SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

Choice = Literal["ours", "theirs", "both"]  # which side settles a conflict
OutputsOf = Literal["provenance", "ours", "theirs", "clear"]


class Strategy(NamedTuple):
    """How a merge decides; without `settle` conflicts are marked."""

    outputs: OutputsOf = "provenance"
    settle: Choice | None = None
    marker_size: int = SIZE
    labels: tuple[str, str] = ("ours", "theirs")

    def called(self, side: int, label: Callable[[str], str] = str) -> str:
        """Return what people call a side: whose it is, which decides, and the label if it has one."""
        name = DEFAULT.labels[side]
        return name if self.labels[side] == name else f"{name}, {label(self.labels[side])}"


DEFAULT = Strategy()
SAME_LINES = "both sides changed these lines"  # the reason of a conflict within a cell


class Conflict(NamedTuple):
    """What both sides changed in different ways: cell and line (1-based) of the merged notebook."""

    cell: int
    line: int | None  # None where whole cells are marked
    reason: str


class Decision(NamedTuple):
    """What was decided without asking, though the sides differ; cell None for the notebook's metadata."""

    cell: int | None
    text: str


class Changes(NamedTuple):
    """How many cells one side changed since the common ancestor."""

    changed: int
    added: int
    removed: int
    moved: int


class Merged(NamedTuple):
    """The merged notebook's bytes, and what to know about it; the changes are those of ours and theirs."""

    raw: bytes
    conflicts: tuple[Conflict, ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Changes, Changes] = (Changes(0, 0, 0, 0), Changes(0, 0, 0, 0))
