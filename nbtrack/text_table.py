"""Rows under headings, in columns of characters."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.terminal import columns_of, cut, safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.terminal import Paint

_GAP = "  "
_TITLE, _SHORTEST_TITLE = 60, 8  # characters where there is no limit, and of which no fewer say anything
AT_ONCE = 256  # rows: to write a line by itself takes as long as to make it


class Column(NamedTuple):
    """A heading and its cells; numbers stand to the right. `styles` has a colour for each cell, or none."""

    heading: str
    cells: Sequence[str]
    right: bool = False
    styles: Sequence[str] = ()


class Fitting(NamedTuple):
    """The columns that there is room for, and whether there are others."""

    columns: list[Column]
    is_cut: bool


def fitting(columns: Iterable[Column], width: int | None) -> Fitting:
    """Return the columns, from the left, that fit into a width; all where there is no limit.

    No more is asked for than one that does not fit.
    """
    kept: list[Column] = []
    used = 0
    for column in columns:
        used += _width(column) + len(_GAP)
        if width is not None and kept and used - len(_GAP) > width:
            return Fitting(kept, is_cut=True)
        kept.append(column)
    return Fitting(kept, is_cut=False)


def fitting_in_turn(groups: Sequence[Iterable[Column]], width: int | None) -> Fitting:
    """Return the columns of groups that fit: first what does of the first, of the others one each in turn.

    They stand by groups. No more is asked for than one of each group that does not fit.
    """
    asked: list[list[Column]] = [[] for _ in groups]
    first, *others = map(_noted, groups, asked)
    in_turn = (column for row in zip_longest(*others) for column in row if column)
    columns, is_cut = fitting(chain(first, in_turn), width)
    kept = set(map(id, columns))
    return Fitting([column for column in chain(*asked) if id(column) in kept], is_cut)


def _noted(columns: Iterable[Column], asked: list[Column]) -> Iterator[Column]:
    for column in columns:
        asked.append(column)
        yield column


def with_titles(columns: Sequence[Column], titles: Sequence[str], width: int | None) -> list[Column]:
    """Return the columns and, as far as a width leaves room, what each row is about."""
    room = _TITLE if width is None else width - sum(_width(column) + len(_GAP) for column in columns)
    if room < _SHORTEST_TITLE:
        return fitting(columns, width).columns
    return [*columns, Column("", [cut(title, room) for title in titles])]


def table_lines(columns: Sequence[Column], paint: Paint) -> Iterator[str]:
    """Yield the lines of a table, its heading first."""
    wide = [(column, _width(column)) for column in columns]
    yield _line([paint(_padded([column.heading], column, width)[0], "dim") for column, width in wide])
    for first in range(0, len(columns[0].cells), AT_ONCE):
        rows = slice(first, first + AT_ONCE)
        yield from map(
            _line, zip(*(_painted(column, rows, width, paint) for column, width in wide), strict=True)
        )


def _painted(column: Column, rows: slice, width: int, paint: Paint) -> list[str]:
    texts = _padded(_safe(column.cells[rows]), column, width)
    if not column.styles:
        return texts
    return [
        paint(text, style) if style else text for text, style in zip(texts, column.styles[rows], strict=True)
    ]


def _padded(texts: Sequence[str], column: Column, width: int) -> list[str]:
    if "".join(texts).isascii():
        return (
            [text.rjust(width) for text in texts] if column.right else [text.ljust(width) for text in texts]
        )
    blanks = [" " * (width - columns_of(text)) for text in texts]
    pairs = zip(blanks, texts, strict=True) if column.right else zip(texts, blanks, strict=True)
    return list(map("".join, pairs))


def _width(column: Column) -> int:
    cells = _safe(column.cells)
    size = len if "".join(cells).isascii() else columns_of
    return max(columns_of(column.heading), max(map(size, cells), default=0))


def _safe(cells: Sequence[str]) -> Sequence[str]:
    """Return cells as they may be printed; to ask all at once takes a tenth of the time."""
    return cells if "".join(cells).isprintable() else list(map(safe_line, cells))


def _line(parts: Sequence[str]) -> str:
    return _GAP.join(parts).rstrip()
