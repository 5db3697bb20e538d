"""Read the first table of an HTML output, as pandas writes a data frame."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

_MOST_CELLS = 50_000
_MOST_SPAN = 1_000


class Table(NamedTuple):
    """Names of columns, and rows: what the row is called, and its values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class _Cell(NamedTuple):
    text: str
    is_head: bool
    columns: int
    rows: int


class _Reader(HTMLParser):
    """Collect the cells of the first table; what stands outside of cells is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[_Cell]] = []
        self._text: list[str] = []
        self._cell: tuple[bool, int, int] | None = None
        self._depth = 0
        self._is_done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        if self._is_done or self._depth != 1:
            return
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            spans = dict(attrs)
            self._cell = (tag == "th", _span(spans.get("colspan")), _span(spans.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1
            self._is_done = self._is_done or not self._depth

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self.rows:
            is_head, columns, rows = self._cell
            self.rows[-1].append(_Cell(" ".join("".join(self._text).split()), is_head, columns, rows))
        self._cell, self._text = None, []


def read_table(html: str) -> Table | None:
    """Return the first table, None where there is none or it is too large to lay out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    grid = _grid([row for row in reader.rows if row])
    if grid is None or not grid:
        return None
    heads = [row for row in grid if all(is_head for _, is_head in row)]
    body = [row for row in grid if not all(is_head for _, is_head in row)]
    width = max(len(row) for row in grid)
    index = max((_leading_heads(row) for row in body), default=0)
    names = [
        " ".join(dict.fromkeys(row[n][0] for row in heads if n < len(row) and row[n][0]))
        for n in range(width)
    ]
    return Table(
        tuple(names[index:]),
        tuple((tuple(t for t, _ in row[:index]), tuple(t for t, _ in row[index:])) for row in body),
    )


def _grid(rows: list[list[_Cell]]) -> list[list[tuple[str, bool]]] | None:
    """Repeat what spans several columns or rows; None where that is too much."""
    grid: list[list[tuple[str, bool]]] = []
    below: dict[int, tuple[int, tuple[str, bool]]] = {}  # column: rows that are still covered, and by what
    size = 0
    for row in rows:
        line: list[tuple[str, bool]] = []
        for cell in row:
            line += _covered(below, len(line))
            for _ in range(cell.columns):
                if cell.rows > 1:
                    below[len(line)] = (cell.rows - 1, (cell.text, cell.is_head))
                line.append((cell.text, cell.is_head))
        line += _covered(below, len(line))
        size += len(line)
        if size > _MOST_CELLS:
            return None
        grid.append(line)
    return grid


def _covered(below: dict[int, tuple[int, tuple[str, bool]]], column: int) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    while column in below:
        left, value = below.pop(column)
        if left > 1:
            below[column] = (left - 1, value)
        found.append(value)
        column += 1
    return found


def _leading_heads(row: list[tuple[str, bool]]) -> int:
    return next((n for n, (_, is_head) in enumerate(row) if not is_head), len(row))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPAN) if text and text.isdecimal() and len(text) < 6 else 1
