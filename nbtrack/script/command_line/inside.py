"""Fit the top level of a cell into a function in which all its names are global."""

from __future__ import annotations

import ast

from nbtrack.script.changes import Change, instead, make
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.literals import quoted
from nbtrack.script.names import bound_names
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_NAMESPACES = {"locals": "globals()", "vars": "globals()", "dir": "sorted(globals())"}


def inside(cell: Translated) -> tuple[Translated, set[str]]:
    """Return a cell that means the same in a function, and the names to declare global there."""
    texts = [line.text for line in cell.lines]
    try:
        module = tree("\n".join(texts) + "\n")
    except NotPython:
        return cell, set()
    names = bound_names(module)
    for change in sorted(_changes(module, texts, names), reverse=True):
        make(texts, change)
    declared = {name for node in _of_the_cell(module) if isinstance(node, ast.Global) for name in node.names}
    lines = tuple(Line(text, line.origin) for text, line in zip(texts, cell.lines, strict=True))
    return cell._replace(lines=lines), names | declared


def _of_the_cell(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of the cell's own scope."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, _OWN_SCOPE):
            yield from _of_the_cell(child)


def _changes(module: ast.Module, texts: list[str], bound: set[str]) -> Iterable[Change]:
    for node in _of_the_cell(module):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield _without_annotation(node, texts)
        elif isinstance(node, ast.Global):
            yield instead(node, "pass")
        elif isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield instead(node, f"_nb_import_all({quoted('.' * node.level + (node.module or ''))})")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in bound:
            yield from _of_call(node, node.func.id)


def _of_call(node: ast.Call, name: str) -> Iterable[Change]:
    """Let what looks at the names around it look at the global ones."""
    if name in _NAMESPACES and not node.args and not node.keywords:
        yield instead(node, _NAMESPACES[name])
    elif name in ("exec", "eval") and len(node.args) == 1 and not node.keywords:
        line, column = node.end_lineno or 0, (node.end_col_offset or 0) - 1
        yield Change(line, column, line, column, ", globals()")


def _without_annotation(node: ast.AnnAssign, texts: list[str]) -> Change:
    """A global name can have no annotation in a function."""
    if node.value is None:
        return instead(node, "pass")
    line, column = node.annotation.end_lineno or 0, node.annotation.end_col_offset or 0
    while b"=" not in (rest := texts[line - 1].encode()[column:]):
        line, column = line + 1, 0
    column += rest.index(b"=")
    start_line, start = node.target.end_lineno or 0, node.target.end_col_offset or 0
    if not node.simple:  # `(x): int = 1`
        start += texts[start_line - 1].encode()[start:].index(b":")
    return Change(start_line, start, line, column, " ")
