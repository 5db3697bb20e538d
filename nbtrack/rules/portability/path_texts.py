"""The strings of a cell that may be paths, with what the code does with each."""

from __future__ import annotations

from nbtrack.rules.python.bindings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell

    Node = Any

# Code that asks where it runs has its answer in one of these.
_CONDITIONAL = frozenset(("If", "IfExp", "Match", "Try", "TryStar"))
# A string in one of these is no path, or one inside a file.
_OTHER_USE = frozenset(("Compare", "Expr", "Subscript", "Assert", "Raise"))
_LONGEST = 300


class PathText:
    """A string, and the call that it is given to directly, or as part of what is given to it."""

    __slots__ = ("call", "node", "value")

    def __init__(self, value: str, node: Node, call: Node | None) -> None:
        self.value = value
        self.node = node
        self.call = call

    @property
    def function(self) -> str:
        """Return the name of the function that is called, without its module; "" where there is none."""
        function = self.call.func if self.call is not None else None
        return getattr(function, "attr", None) or getattr(function, "id", None) or ""


def path_texts(cell: PythonCell) -> Iterator[PathText]:
    """Yield the strings of one line that code works with, in the order they are written."""
    stack: list[tuple[Node, Node | None]] = [(cell.tree, None)] if cell.tree is not None else []
    while stack:
        node, call = stack.pop()
        kind = type(node).__name__
        if kind in ("Constant", "JoinedStr"):
            value = _text(node)
            if value and len(value) <= _LONGEST and "\n" not in value:
                yield PathText(value, node, call)
        elif kind == "Call":
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            stack.extend((argument, node) for argument in reversed(arguments))
            stack.append((node.func, None))
        elif kind in _OTHER_USE:  # only what is called in it
            stack.extend((child, None) for child in _without_strings(node))
        elif kind not in _CONDITIONAL:
            inherited = call if kind in ("BinOp", "List", "Tuple") else None
            stack.extend((child, inherited) for child in reversed(list(children(node))))


def _text(node: Node) -> str | None:
    """Return a string, or the beginning of a formatted one."""
    if type(node).__name__ == "JoinedStr":
        node = node.values[0] if node.values else None
    value = getattr(node, "value", None)
    return value if isinstance(value, str) else None


def _without_strings(node: Node) -> list[Node]:
    return [child for child in children(node) if type(child).__name__ not in ("Constant", "JoinedStr")]
