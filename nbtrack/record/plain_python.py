"""The syntax tree of a cell or script, as far as it is plain Python, and the texts in it."""

from __future__ import annotations

import ast
from functools import lru_cache


def tree_of(source: str) -> ast.Module | None:
    """Return the tree of a source, None where it has none; lines of IPython's are passed over."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.split("\n")]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=64)  # of cells and modules; a script may make a thousand runs
def texts_in(source: str) -> tuple[str, ...]:
    """Return the texts that stand in a source, the constant parts of formatted ones among them."""
    tree = tree_of(source)
    nodes = ast.walk(tree) if tree else ()
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return tuple(value for value in constants if isinstance(value, str))
