"""Tables for the output of a notebook's cell; nothing of a stranger's text becomes markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.text_table import Column

_LEFT, _RIGHT = ' style="text-align: left"', ' style="text-align: right"'


def table_html(columns: Sequence[Column], below: str = "") -> str:
    """Return a table, and a line below it."""
    sides = [_RIGHT if column.right else _LEFT for column in columns]
    head = "".join(
        f"<th{side}>{_escaped(one.heading)}</th>" for side, one in zip(sides, columns, strict=True)
    )
    rows = (
        "".join(f"<td{side}>{_escaped(text)}</td>" for side, text in zip(sides, row, strict=True))
        for row in zip(*(column.cells for column in columns), strict=True)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    under = f"<p>{_escaped(below)}</p>" if below else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{under}"


def pairs_html(texts: Mapping[str, str]) -> str:
    """Return names and their values, one below the other."""
    return rows_html((name, [text]) for name, text in texts.items())


def rows_html(rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return rows, each with a heading at its left."""
    found = (
        f"<tr><th{_LEFT}>{_escaped(heading)}</th>"
        + "".join(f"<td{_LEFT}>{_escaped(text)}</td>" for text in cells)
        + "</tr>"
        for heading, cells in rows
    )
    return f"<table><tbody>{''.join(found)}</tbody></table>"


def _escaped(text: str) -> str:
    return escape(safe_line(text))
