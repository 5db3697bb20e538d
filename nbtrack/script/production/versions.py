"""Tell the values apart that a name has in turn: each assignment of the top level begins a new one.

Notebooks call every figure `fig`. That one of them is saved is no reason to keep all others.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

from nbtrack.script.names import bound_names
from nbtrack.script.production.scopes import FUNCTIONS

_IN_A_QUERY = re.compile(r"@(\w+)")
_MARK = "'"  # no name of Python's has it


def separate(tree: ast.Module) -> None:
    """Rename the names of a module in place, those that were assigned once more; other bindings stay one."""
    fixed = _fixed(tree)
    times: Counter[str] = Counter()
    for statement in tree.body:
        again = _assigned(statement) - fixed if isinstance(statement, ast.Assign) else set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id not in fixed:
                stored = isinstance(node.ctx, ast.Store) and node.id in again
                _rename(node, times[node.id] + stored)
        times.update(again)


def written(name: str) -> str:
    """Return a name as it is written in the script."""
    return name.partition(_MARK)[0]


def names_in(node: ast.AST) -> list[str]:
    """Return the names that a target, or all that stands in a statement, binds."""
    return [
        part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    ]


def _assigned(statement: ast.Assign) -> set[str]:
    return {name for target in statement.targets for name in names_in(target)}


def _rename(node: ast.Name, times: int) -> None:
    if times > 1:
        node.id = f"{node.id}{_MARK}{times}"


def _fixed(tree: ast.Module) -> set[str]:
    """Return the names that must not be told apart: bound by more than names, or seen from a function."""
    stored = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    fixed = bound_names(tree) - stored
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.GeneratorExp, ast.ClassDef)):
            fixed |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        elif isinstance(node, (ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.pattern)):
            fixed |= bound_names(ast.Module([node], []))  # type: ignore[list-item]
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not isinstance(node, ast.Lambda):
            fixed.add(node.name)
        elif isinstance(node, ast.Global):
            fixed |= set(node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            fixed.update(names_in_a_query(node.value))
    return fixed


def names_in_a_query(text: str) -> list[str]:
    """Return the names that a text may mean, as pandas' `df.query("age > @limit")` does."""
    return _IN_A_QUERY.findall(text)
