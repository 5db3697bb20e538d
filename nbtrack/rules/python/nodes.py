"""Go through the nodes of a syntax tree without asking what they mean."""

from __future__ import annotations

from nbtrack.rules.python.bindings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell

    Node = Any

RUN_LATER = frozenset(("FunctionDef", "AsyncFunctionDef", "Lambda"))


def nodes(cell: PythonCell, closed: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield the nodes of a cell in the order they are written; none where the cell is not Python.

    What is inside a node whose class is `closed` is left out: with `RUN_LATER`, what running the cell does
    not run yet.
    """
    stack: list[Node] = [cell.tree] if cell.tree is not None else []
    while stack:  # no recursion: a sum of hundreds of terms is as deep
        node = stack.pop()
        yield node
        if type(node).__name__ not in closed:
            stack.extend(reversed(list(children(node))))


def dotted_name(node: Node) -> str:
    """Return "numpy.random.seed" for such an expression, and nothing for any other."""
    parts: list[str] = []
    while type(node).__name__ == "Attribute":
        parts.append(node.attr)
        node = node.value
    name = getattr(node, "id", None)
    return ".".join((name, *reversed(parts))) if name else ""
