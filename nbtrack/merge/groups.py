"""Cells of both sides that no line merge brings together stand one after the other, between marker cells.

The markers are Markdown cells, so that Jupyter opens the notebook and people see what happened; their
metadata says what they are. Whoever deletes them and one of the sides has settled the conflict by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.merge.pieces import Piece
from nbtrack.merge.sources import chosen
from nbtrack.notebook.conflict_marks import CLOSE, KEY, MIDDLE, OPEN, OWNER
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.merge.model import Strategy


def grouped(
    ours: Sequence[Piece], theirs: Sequence[Piece], reason: str, strategy: Strategy
) -> Iterator[Piece]:
    """Yield the cells of both sides between marker cells, or those of the side that settles it."""
    if strategy.settle:
        yield from chosen(ours, theirs, strategy.settle)
        return
    size = strategy.marker_size
    names = [_code(label) for label in strategy.labels]
    note = "" if ours else f"\n\nours ({names[0]}) has nothing here"
    text = f"**Merge conflict:** {reason}\n\n`{OPEN * size}` ours: {names[0]}{note}"
    yield Piece(_marker("open", text), reason=reason)
    yield from ours
    yield Piece(_marker("middle", f"`{MIDDLE * size}` above: ours, below: theirs"))
    yield from theirs
    note = "" if theirs else f"theirs ({names[1]}) has nothing here\n\n"
    yield Piece(_marker("close", f"{note}`{CLOSE * size}` theirs: {names[1]}"))


def _marker(role: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "metadata": {OWNER: {KEY: role}},
        "source": text.splitlines(keepends=True),
    }


def _code(label: str) -> str:
    """Show a branch name, which a stranger may have chosen, as code and nothing else."""
    return f"`{safe_line(label).replace('`', chr(39))}`"
