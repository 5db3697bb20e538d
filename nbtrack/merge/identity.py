"""Give every merged cell the id that its format asks for, and none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.notebook.document import FIRST_MINOR_WITH_IDS, Cell
from nbtrack.rules.document.ids import fresh_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.merge.pieces import Piece

_ID = "id"


def with_ids(pieces: Sequence[Piece], minor: int) -> list[Piece]:
    """Return the cells with an id each, or as they are where the format has none; ours keep theirs first."""
    if minor < FIRST_MINOR_WITH_IDS:
        return [p if p.ours is not None else p._replace(data=_without_id(p)) for p in pieces]
    first: dict[str, int] = {}
    for place, piece in sorted(enumerate(pieces), key=lambda item: item[1].ours is None):
        if isinstance(piece.data.get(_ID), str):
            first.setdefault(piece.data[_ID], place)
    taken = set(first)
    settled = set(first.values())
    return [
        piece if place in settled else _with_new_id(piece, place, taken) for place, piece in enumerate(pieces)
    ]


def _with_new_id(piece: Piece, place: int, taken: set[str]) -> Piece:
    """Put the id first in a new cell and, in one of ours, wherever its layout wants new members."""
    rest = _without_id(piece)
    new = {_ID: fresh_id(Cell(rest, place + 1, ()), taken)}
    return piece._replace(data=rest | new if piece.ours is not None else new | rest)


def _without_id(piece: Piece) -> dict[str, object]:
    return {key: value for key, value in piece.data.items() if key != _ID}
