"""The modules that a script cannot do without."""

from __future__ import annotations

import ast

from nbtrack.script.compiling import NotPython, tree

_MAY_FAIL = (ast.Try, ast.TryStar, ast.If)


def imported(source: str) -> tuple[str, ...]:
    """Return the modules that a script imports, in functions too, in order; not those under a condition."""
    try:
        stack: list[ast.AST] = [tree(source)]
    except NotPython:
        return ()
    found: dict[str, None] = {}
    while stack:
        node = stack.pop()
        found |= dict.fromkeys(_modules(node))
        if not isinstance(node, _MAY_FAIL):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))
    return tuple(found)


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        # Of a namespace, what is taken from it names the distribution: `from google.cloud import bigquery`.
        is_namespace = node.module in ("google", "google.cloud", "azure")
        return [f"{node.module}.{alias.name}" for alias in node.names] if is_namespace else [node.module]
    return []
