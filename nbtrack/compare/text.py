"""A comparison of two runs as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.view import sections_of
from nbtrack.diff.text import render_text
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.compare.model import Comparison
    from nbtrack.diff.page.sections import Piece, Section
    from nbtrack.terminal import Paint

_STYLES = {"old": "red", "new": "green", "better": "green", "worse": "red", "quiet": "dim", "delta": "cyan"}


def render_comparison(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """Yield the lines of a comparison, down to each changed line of code and output."""
    yield from render_summary(comparison, paint)
    if not comparison.notebook.is_empty:
        yield ""
        yield from render_text(comparison.notebook, paint)


def render_summary(comparison: Comparison, paint: Paint) -> Iterator[str]:
    """Yield a few lines: values that changed, which cells did, and what is likely behind it."""
    for section in sections_of(comparison):
        yield from _section(section, paint)


def _section(section: Section, paint: Paint) -> Iterator[str]:
    columns = max(len(row) for row in section.rows)
    widths = [
        max(len(_plain(row[place])) for row in section.rows if len(row) > place) for place in range(columns)
    ]
    for number, row in enumerate(section.rows):
        heading = "" if number else section.title
        line = "  ".join(
            _painted(pieces, paint) + " " * (width - len(_plain(pieces)))
            for pieces, width in zip(row, widths, strict=False)
        )
        yield f"  {paint(f'{heading:11}', 'bold')}  {line}".rstrip()


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(safe_line(piece.text) for piece in pieces)


def _painted(pieces: tuple[Piece, ...], paint: Paint) -> str:
    styles = ([_STYLES[piece.tone]] if piece.tone and piece.text else [] for piece in pieces)
    return "".join(paint(safe_line(piece.text), *style) for piece, style in zip(pieces, styles, strict=True))
