"""What may stand above the cells of a page: sections of rows, whoever has something to say there."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """A piece of a row and what it means: `old`, `new`, `better`, `worse`, `quiet`, `delta`, or nothing."""

    text: str
    tone: str = ""


class Section(NamedTuple):
    """A heading and its rows; the columns of a row are made of pieces."""

    title: str
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
