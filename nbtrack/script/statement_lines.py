"""The lines that a statement stands on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast


def lines_of(node: ast.stmt) -> range:
    """Return the lines of a statement, its decorators included."""
    decorators = getattr(node, "decorator_list", [])
    return range(
        min([node.lineno, *(one.lineno for one in decorators)]), (node.end_lineno or node.lineno) + 1
    )


def with_comments(lines: range, texts: list[str]) -> range:
    """Return the lines with those of the comments right above."""
    first = lines.start
    while first > 1 and texts[first - 2].startswith("#"):
        first -= 1
    return range(first, lines.stop)
