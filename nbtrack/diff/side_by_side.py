"""Hunks of lines in two columns, the old one to the left."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from nbtrack.terminal import columns_of, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.model import LineHunk
    from nbtrack.diff.text import HunkView
    from nbtrack.terminal import Paint

_NUMBER = 4
_NARROWEST = 60
_Row = tuple[int | None, str, int | None, str, bool]  # number and line of both sides, and whether it changed


def side_by_side(width: int) -> HunkView:
    """Return a view of hunks that fits into a width."""
    column = (max(width, _NARROWEST) - 3) // 2 - _NUMBER - 1

    def view(hunks: tuple[LineHunk, ...], paint: Paint) -> Iterator[str]:
        for number, hunk in enumerate(hunks):
            if number:
                yield paint(f"{'⋯':>{_NUMBER}}", "dim")
            for row in _rows(hunk):
                yield from _printed(row, column, paint)

    return view


def _rows(hunk: LineHunk) -> Iterator[_Row]:
    old, new = hunk.old_start, hunk.new_start
    for is_context, group in groupby(hunk.lines, lambda line: line.startswith(" ")):
        lines = list(group)
        removed, added = ([line[1:] for line in lines if is_context or line.startswith(s)] for s in "-+")
        for before, after in zip_longest(removed, added):
            yield (
                old if before is not None else None,
                before or "",
                new if after is not None else None,
                after or "",
                not is_context,
            )
            old, new = old + (before is not None), new + (after is not None)


def _printed(row: _Row, column: int, paint: Paint) -> Iterator[str]:
    old, before, new, after, changed = row
    sides = zip_longest(_wrapped(before, column), _wrapped(after, column), fillvalue="")
    for number, (left, right) in enumerate(sides):
        yield " ".join(
            [
                paint(f"{'' if number or old is None else old:>{_NUMBER}}", "dim"),
                _painted(left, column, "red" if changed and old is not None else "", paint),
                paint("│", "dim"),
                paint(f"{'' if number or new is None else new:>{_NUMBER}}", "dim"),
                _painted(right, 0, "green" if changed and new is not None else "", paint),
            ]
        ).rstrip()


def _painted(text: str, width: int, colour: str, paint: Paint) -> str:
    padding = " " * (width - columns_of(text))
    return (paint(text, colour) if colour and text else paint(text)) + padding


def _wrapped(line: str, width: int) -> list[str]:
    """Cut a line into pieces that fit; tabs and control characters are made visible first."""
    pieces = [""]
    used = 0
    for character in safe_line(line.replace("\t", "    ")):
        size = columns_of(character)
        if used + size > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += size
    return pieces
