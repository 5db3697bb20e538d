"""Cells of both sides that no line merge brings together stand one after the other, between marker cells.

The markers are Markdown cells, so that Jupyter opens the notebook and people see what happened; their
metadata says what they are. Whoever deletes them and one of the sides has settled the conflict by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.merge.pieces import Piece
from nbtrack.merge.sources import chosen
from nbtrack.notebook.conflict_marks import CLOSE, KEY, MIDDLE, OPEN, OWNER
from nbtrack.notebook.edits import source_lines
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.merge.model import Strategy

HEAD = "**Merge conflict:** "  # what the first marker begins with; the reason follows


def grouped(
    ours: Sequence[Piece], theirs: Sequence[Piece], reason: str, strategy: Strategy
) -> Iterator[Piece]:
    """Yield the cells of both sides between marker cells, or those of the side that settles it."""
    if strategy.settle:
        yield from chosen(ours, theirs, strategy.settle)
        return
    size = strategy.marker_size
    head = f"{HEAD}{reason}"
    yield Piece(_marker("open", f"{head}\n\n`{OPEN * size}` {_side(0, ours, strategy)}"), reason=reason)
    yield from ours
    yield Piece(_marker("middle", f"`{MIDDLE * size}` {_side(1, theirs, strategy)}"))
    yield from theirs
    yield Piece(_marker("close", f"`{CLOSE * size}` end of the conflict"))


def _side(which: int, cells: Sequence[Piece], strategy: Strategy) -> str:
    """Say what follows."""
    called = strategy.called(which, _code)
    return f"below: {called}" if cells else f"below: nothing ({called})"


def _marker(role: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "metadata": {OWNER: {KEY: role}},
        "source": source_lines(text),
    }


def _code(label: str) -> str:
    """Show a branch name, which a stranger may have chosen, as code and nothing else."""
    return f"`{safe_line(label).replace('`', chr(39))}`"
