"""A comparison of two runs as Markdown for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.table import cell_text
from nbtrack.compare.view import sections_of
from nbtrack.diff.markdown import MOST_CHARACTERS, literal, render_cells
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.compare.model import Comparison
    from nbtrack.compare.table import TableRow
    from nbtrack.diff.page.sections import Section


def render_markdown(comparison: Comparison, most: int = MOST_CHARACTERS) -> str:
    """Return a table of what changed, then the cells, as far as a comment has room for them."""
    old, new = short_id(comparison.old), short_id(comparison.new)
    made = f"### run `{new}`\n\nSince run `{old}`:\n\n| | |\n|---|---|\n"
    for row in (row for section in sections_of(comparison) for row in _rows(section)):
        if len(made) + len(row) > most // 2:
            made += "| | … |\n"
            break
        made += row
    return made + render_cells(comparison.notebook, most - len(made))


def render_table(names: Sequence[str], rows: Iterable[TableRow]) -> str:
    """Return runs side by side as a table."""
    made = f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
    for row in rows:
        cells = (literal(cell_text(row, place)) for place in range(len(names)))
        made += f"| {literal(row.name)} | {' | '.join(cells)} |\n"
    return made


def _rows(section: Section) -> Iterator[str]:
    for number, row in enumerate(section.rows):
        heading = "" if number else f"**{section.title}**"
        columns = ("".join(piece.text for piece in pieces).strip() for pieces in row)
        text = " · ".join(literal(" ".join(column.split())) for column in columns if column)
        yield f"| {heading} | {text} |\n"
