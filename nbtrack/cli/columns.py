"""Rows under headings, as wide as the terminal allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Paint = Callable[..., str]

_GAP = "  "


class Column(NamedTuple):
    """A heading and its cells; numbers stand to the right. `styles` has a colour for each cell, or none."""

    heading: str
    cells: Sequence[str]
    right: bool = False
    styles: Sequence[str] = ()


def fitting(columns: Sequence[Column], width: int | None) -> list[Column]:
    """Return the columns, from the left, that fit into a width; all where there is no limit."""
    kept: list[Column] = []
    used = 0
    for column in columns:
        used += _width(column) + len(_GAP)
        if width is not None and kept and used - len(_GAP) > width:
            break
        kept.append(column)
    return kept


def terminal_width(is_terminal: bool) -> int | None:
    """Return how many characters a line has, None where nobody looks at a terminal."""
    if not is_terminal:
        return None
    import shutil

    return shutil.get_terminal_size().columns


def table_lines(columns: Sequence[Column], paint: Paint) -> Iterator[str]:
    """Yield the lines of a table, its heading first."""
    widths = [_width(column) for column in columns]
    wide = list(zip(columns, widths, strict=True))
    yield _line([paint(_padded(column.heading, column, width), "dim") for column, width in wide])
    for row in range(len(columns[0].cells)):
        yield _line([_painted(column, row, width, paint) for column, width in wide])


def _painted(column: Column, row: int, width: int, paint: Paint) -> str:
    text = _padded(safe_line(column.cells[row]), column, width)
    styles = [column.styles[row]] if column.styles and column.styles[row] else []
    return paint(text, *styles)


def _padded(text: str, column: Column, width: int) -> str:
    return text.rjust(width) if column.right else text.ljust(width)


def _width(column: Column) -> int:
    return max(len(column.heading), *(len(safe_line(cell)) for cell in column.cells), 0)


def _line(parts: list[str]) -> str:
    return _GAP.join(parts).rstrip()
