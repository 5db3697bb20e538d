"""Which names a body of code binds, told from its syntax alone."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Node = Any

_FUNCTIONS = frozenset(("FunctionDef", "AsyncFunctionDef", "Lambda"))
_COMPREHENSIONS = frozenset(("ListComp", "SetComp", "DictComp", "GeneratorExp"))


class Bindings:
    """The names that a body binds in its own scope, and those it or a function in it declares global."""

    __slots__ = ("globals", "names")

    def __init__(self, names: set[str], global_names: set[str]) -> None:
        self.names = names
        self.globals = global_names


def bindings(body: list[Node]) -> Bindings:
    """Collect the bindings of a body; a comprehension keeps its targets, but not what `:=` binds in it."""
    names: set[str] = set()
    declared: set[str] = set()
    outside: set[str] = set()
    stack: list[tuple[Node, bool, bool]] = [(node, True, False) for node in body]
    while stack:
        node, is_own, in_comprehension = stack.pop()
        kind = type(node).__name__
        if kind == "Global":
            declared.update(node.names)
        elif is_own and kind == "Nonlocal":
            outside.update(node.names)
        elif is_own:
            names.update(_bound_by(node, kind, in_comprehension=in_comprehension))
        in_comprehension |= kind in _COMPREHENSIONS
        is_own_below = is_own and kind not in _FUNCTIONS and kind != "ClassDef"
        stack.extend((child, is_own_below, in_comprehension) for child in children(node))
    return Bindings(names - declared - outside, declared)


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below one."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            yield from (element for element in value if hasattr(element, "_fields"))
        elif hasattr(value, "_fields"):
            yield value


def _bound_by(node: Node, kind: str, *, in_comprehension: bool) -> Iterator[str]:
    if kind == "Name":
        if type(node.ctx).__name__ != "Load" and not in_comprehension:
            yield node.id
    elif kind == "NamedExpr":
        yield node.target.id
    elif kind in ("FunctionDef", "AsyncFunctionDef", "ClassDef"):
        yield node.name
    elif kind in ("Import", "ImportFrom"):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif kind in ("ExceptHandler", "MatchAs", "MatchStar"):
        if node.name:
            yield node.name
    elif kind == "MatchMapping" and node.rest:
        yield node.rest
