"""New text in the place of nodes of a syntax tree, such that lines keep their numbers."""

from __future__ import annotations

from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast


class Change(NamedTuple):
    """New text for a span; columns are bytes, as in the syntax tree."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def instead(node: ast.stmt | ast.expr, text: str) -> Change:
    """Return what puts a text in the place of a node."""
    return Change(node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0, text)


def make(texts: list[str], change: Change) -> None:
    """Make a change; the lines stay as many as they are."""
    first, last = change.line - 1, change.end_line - 1
    before = texts[first].encode()[: change.column].decode()
    after = texts[last].encode()[change.end_column :].decode()
    texts[first : last + 1] = [f"{before}{change.text}{after}", *[""] * (last - first)]
