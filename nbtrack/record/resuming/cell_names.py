"""Which names cells need and change, for a run that is taken up in the middle."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from nbtrack.compare.why.statements import read_statement
from nbtrack.rules.python.cells import python_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.python.cells import PythonCell

_HISTORY = re.compile(r"\b(?:_{1,3}|Out|_oh|_\d+)\b")
_WORD = re.compile(r"[^\W\d]\w*")
# They look at what they are given, and leave it as it is.
_LOOKING = frozenset(
    (
        *("abs", "bool", "dict", "display", "enumerate", "float", "int", "isinstance", "len", "list", "max"),
        *("min", "print", "range", "repr", "round", "set", "sorted", "str", "sum", "tuple", "type", "zip"),
    )
)


def needed_names(notebook: Notebook, before: Sequence[Cell], rest: Sequence[Cell]) -> set[str]:
    """Return what the rest of the cells may need: their words, and what functions of those before use."""
    needed = {word for cell in rest for word in _WORD.findall(cell.source)}
    for cell in _python(notebook, before):
        needed |= _used_later(cell)
    return needed


def altered_names(
    notebook: Notebook, cell: Cell, line: int | None, *, is_no_python: bool = False
) -> set[str]:
    """Return the names whose values a cell may have changed when it came to a line, its end where None.

    The kernel may have said that it is no Python.
    """
    found: set[str] = set()
    for parsed in _python(notebook, (cell,)):
        if parsed.tree is None and is_no_python:
            return set()  # none of it ran
        if parsed.tree is None or parsed.opaque:
            return {word for text in cell.source.splitlines()[:line] for word in _WORD.findall(text)}
        for node in parsed.tree.body:
            if line is None or node.lineno <= line:
                found |= read_statement(node).touches | set(_given(node))
    return found


def history_names(notebook: Notebook, cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Yield cells, by number, that look up what earlier cells showed, and the name by which they do."""
    for cell in _python(notebook, cells):
        names = list(_names_in(cell))
        stored = {name for name, is_read in names if not is_read}
        yield from (
            (cell.number, name)
            for name, is_read in names
            if is_read and _HISTORY.fullmatch(name) and name not in stored
        )


def _names_in(cell: PythonCell) -> Iterator[tuple[str, bool]]:
    """Yield the names in a cell, and whether it reads them there."""
    if cell.tree is None or cell.opaque:
        yield from ((name, True) for name in _HISTORY.findall(cell.cell.source) if name.strip("_"))
        return
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Name):
            yield node.id, isinstance(node.ctx, ast.Load)


def _python(notebook: Notebook, cells: Collection[Cell]) -> list[PythonCell]:
    numbers = {cell.number for cell in cells}
    return [cell for cell in python_cells(notebook) if cell.number in numbers]


def _used_later(cell: PythonCell) -> set[str]:
    if cell.tree is None or cell.opaque:
        return set(_WORD.findall(cell.cell.source))
    return {name for node in cell.tree.body for name in read_statement(node).later}


def _given(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that are given to calls which may do something to them."""
    for call in ast.walk(statement):
        if isinstance(call, ast.Call) and not (isinstance(call.func, ast.Name) and call.func.id in _LOOKING):
            values = [*call.args, *(keyword.value for keyword in call.keywords)]
            yield from (value.id for value in values if isinstance(value, ast.Name))
