"""Make the merged notebook's bytes out of those of ours: what did not change keeps its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.merge.values import edits_between
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import Copy, Edit
from nbtrack.notebook.splice import apply_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.merge.pieces import Piece
    from nbtrack.notebook.document import Notebook

CELLS = "cells"


def written(ours: Notebook, rest: dict[str, Any], pieces: Sequence[Piece]) -> bytes:
    """Return the bytes; raises EditError where ours cannot be edited exactly."""
    edits = list(edits_between((), {k: v for k, v in ours.data.items() if k != CELLS}, rest))
    for piece in pieces:
        if piece.ours is not None and piece.data is not ours.cells[piece.ours].data:
            edits += edits_between((CELLS, piece.ours), ours.cells[piece.ours].data, piece.data)
    raw = apply_edits(ours, edits)
    if [piece.ours for piece in pieces] == list(range(len(ours.cells))):
        return raw
    cells = [p.data if p.ours is None else Copy((CELLS, p.ours)) for p in pieces]
    return apply_edits(parse(raw, ours.path, ours.reader), [Edit((CELLS,), cells)])
