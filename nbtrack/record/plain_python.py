"""The syntax tree of a cell or script, as far as it is plain Python."""

from __future__ import annotations

import ast


def tree_of(source: str) -> ast.Module | None:
    """Return the tree of a source, None where it has none; lines of IPython's are passed over."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in source.split("\n")]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
