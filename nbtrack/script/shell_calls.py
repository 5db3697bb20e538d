"""Refuse what code does with IPython's shell where that cannot be read as a magic: a script has no shell.

`get_ipython().system(f"cp {a} {b}")` would fail with an AttributeError of None, which tells nobody anything.
"""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.literals import quoted
from nbtrack.script.model import REFUSED, LedgerEntry
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Cells = dict[int, Translated]

REASON = "only IPython has a shell to ask"
_MARK = "get_ipython()."
_OWN = re.compile(r"\bdef\s+get_ipython\b|\bget_ipython\s*=[^=]")
# Code that asks where it runs does it there, and `try` waits for the AttributeError.
_CONDITIONAL = (ast.If, ast.IfExp, ast.BoolOp, ast.Try, ast.TryStar, ast.Match)


class _Span(NamedTuple):
    """A call: its lines as indexes, and where it begins and ends in the first and the last, in bytes."""

    first: int
    start: int
    last: int
    end: int


def without_shell(cells: Cells) -> Cells:
    """Return cells in which such a call is an error that says so.

    A notebook may have a function of that name: then nothing is done.
    """
    texts = {number: cell.text for number, cell in cells.items()}
    if not any(_MARK in text for text in texts.values()) or any(map(_OWN.search, texts.values())):
        return cells
    return {
        number: _refusing(cell, number, texts[number]) if _MARK in texts[number] else cell
        for number, cell in cells.items()
    }


def _refusing(cell: Translated, number: int, text: str) -> Translated:
    try:
        spans = sorted(_calls(tree(text)), reverse=True)
    except NotPython:
        return cell
    lines, ledger = list(cell.lines), list(cell.ledger)
    for span in spans:
        raw = [line.text.encode() for line in lines[span.first : span.last + 1]]
        before, after = raw[0][: span.start].decode(), raw[-1][span.end :].decode()
        origin = lines[span.first].origin
        found = (raw[0][span.start :] if span.last > span.first else raw[0][span.start : span.end]).decode()
        ledger.append(LedgerEntry(0, origin, found.strip(), REFUSED, REASON))
        call = f"_nb_refuse({quoted(f'cell {number}, line {origin}: `{found.strip()}`: {REASON}')})"
        lines[span.first : span.last + 1] = [Line(f"{before}{call}{after}", origin)]
    return cell._replace(lines=tuple(lines), ledger=tuple(sorted(ledger, key=lambda entry: entry.line)))


def _calls(node: ast.AST) -> Iterator[_Span]:
    """Yield what is asked of the shell with all that is done with it at once, outside of conditions."""
    if isinstance(
        node, (*_CONDITIONAL, ast.JoinedStr)
    ):  # places in f-strings are not told before Python 3.12
        return
    if isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)) and _asks_shell(node):
        is_target = not isinstance(node, ast.Call) and not isinstance(node.ctx, ast.Load)
        yield _span(node.value if is_target else node)  # type: ignore[union-attr]
        return
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _span(node: ast.expr) -> _Span:
    last, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return _Span(node.lineno - 1, node.col_offset, last - 1, end)


def _asks_shell(node: ast.expr) -> bool:
    asks = False
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return asks and node.func.id == "get_ipython"
        asks = asks or isinstance(node, ast.Attribute)
        node = node.func if isinstance(node, ast.Call) else node.value
    return False
