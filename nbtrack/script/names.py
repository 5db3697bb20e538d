"""The names that the top level of a cell binds."""

from __future__ import annotations

import ast

from nbtrack.script.compiling import NotPython, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bound_names(module: ast.AST, without: Collection[ast.AST] = ()) -> set[str]:
    """Collect the names that a module binds at its top level, in blocks too, outside of some nodes."""
    names: set[str] = set()
    stack = list(ast.iter_child_nodes(module))
    while stack:
        node = stack.pop()
        if node in without:
            continue
        names.update(_bound_by(node))
        if isinstance(node, _COMPREHENSIONS):
            stack.extend(inner for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
        elif not isinstance(node, _OWN_SCOPE):
            stack.extend(ast.iter_child_nodes(node))
    return names


def names_in(text: str) -> set[str]:
    """Collect the names that a text binds, none of one that is no Python."""
    try:
        return bound_names(tree(text))
    except NotPython:
        return set()


def _bound_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return {node.id}
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names if alias.name != "*"}
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        return {node.name}
    if isinstance(node, ast.MatchMapping) and node.rest:
        return {node.rest}
    return set()
