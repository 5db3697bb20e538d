"""What differs between runs, as Python has it that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbtrack.compare.table import cell_text
from nbtrack.query.comparing import table_json
from nbtrack.query.html import rows_html, table_html
from nbtrack.store.digest import short_id
from nbtrack.terminal import unpainted
from nbtrack.text_table import Column, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.compare.model import Comparison
    from nbtrack.diff.page.sections import Section
    from nbtrack.query.comparing import SideBySide

_SAME = "the runs do not differ"


class Differences(Mapping[str, Any]):
    """The values that `nbtrack compare --json` prints, shown as the command shows them."""

    __slots__ = ("_html", "_said", "_text")

    def __init__(self, said: Mapping[str, Any], text: str, html: str) -> None:
        self._said = said
        self._text = text
        self._html = html

    def __getitem__(self, name: str) -> Any:
        return self._said[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self._html


def differences_of_two(comparison: Comparison) -> Differences:
    """Return what two runs differ in."""
    from nbtrack.compare.comparison_json import comparison_to_json
    from nbtrack.compare.text import render_summary
    from nbtrack.compare.view import sections_of

    head = f"run {short_id(comparison.old)} → run {short_id(comparison.new)}"
    text = "\n".join([head, *render_summary(comparison, unpainted)])
    rows = (row for section in sections_of(comparison) for row in _rows(section))
    return Differences(comparison_to_json(comparison), text, f"<p>{head}</p>{rows_html(rows)}")


def differences_of_many(table: SideBySide) -> Differences:
    """Return what several runs differ in."""
    rows = [row for row in table.rows if row.differs]
    if not rows:
        return Differences(table_json(table), _SAME, f"<p>{_SAME}</p>")
    columns = [Column("", [row.name for row in rows])]
    for place, run_id in enumerate(table.ids):
        columns.append(Column(short_id(run_id), [cell_text(row, place) for row in rows]))
    return Differences(table_json(table), "\n".join(table_lines(columns, unpainted)), table_html(columns))


def _rows(section: Section) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(section.rows):
        cells = ["".join(piece.text for piece in pieces).strip() for pieces in row]
        yield "" if number else section.title, cells
