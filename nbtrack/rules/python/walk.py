"""Walk through the code of one cell, or through a body that runs later, and resolve the names in it.

Nodes are told by the names of their classes: `import ast` costs as much as an empty interpreter, while the
trees themselves come from `compile`.
"""

from __future__ import annotations

from nbtrack.rules.python.bindings import children
from nbtrack.rules.python.names import Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.python.names import Names

    Node = Any  # an ast.AST, whose attributes depend on its class
    Handlers = Mapping[str, Callable[["Walk", Node], None]]
    Later = tuple[Node, "Scope | None", PythonCell]

_IN_METHODS = frozenset(("__class__",))
_IN_CLASSES = frozenset(("__module__", "__qualname__"))


class Scope:
    """The names of a function, a comprehension or a class, whose names the functions in it do not see."""

    __slots__ = ("is_class", "names", "outer")

    def __init__(self, names: Iterable[str], outer: Scope | None, *, is_class: bool = False) -> None:
        self.names = set(names)
        self.outer = outer
        self.is_class = is_class


class Walk:
    """A walk through code; a node without a handler is walked through in the order it is written."""

    __slots__ = ("cell", "deferred", "depth", "guarded", "handlers", "later", "names", "scope")

    def __init__(
        self,
        names: Names,
        cell: PythonCell,
        later: list[Later],
        handlers: Handlers,
        *,
        scope: Scope | None = None,
        deferred: bool = False,
    ) -> None:
        self.names = names
        self.cell = cell
        self.later = later
        self.handlers = handlers
        self.scope = scope
        self.deferred = deferred
        self.depth = int(cell.may_fail)  # of blocks: what is deleted in one may not have been
        self.guarded = int(cell.may_fail)  # by how many things that expect a NameError

    def walk(self, nodes: Iterable[Node]) -> None:
        """Walk through nodes in order."""
        for node in nodes:
            self.visit(node)

    def visit(self, node: Node) -> None:
        """Walk through one node."""
        handler = self.handlers.get(type(node).__name__)
        if handler is not None:
            handler(self, node)
        else:
            self.walk(children(node))

    def block(self, body: Iterable[Node]) -> None:
        """Walk through statements that may not run."""
        self.depth += 1
        self.walk(body)
        self.depth -= 1

    def put_off(self, node: Node, scope: Scope | None = None) -> None:
        """Leave a body, or an expression, for when all cells were walked through."""
        if node is not None:
            self.later.append((node, scope or self.scope, self.cell))

    def put_off_annotation(self, node: Node) -> None:
        """Leave an annotation for then, where Python evaluates it at all."""
        if self.names.annotations_run:
            self.put_off(node)

    def bind(self, name: str) -> None:
        """Define a name where the walk stands."""
        if self.scope is None:
            self.names.define(name, self.cell.number)
        else:
            self.scope.names.add(name)

    def delete(self, name: str, node: Node) -> None:
        """Take a name of the top level away, which needs it, where that is sure to happen."""
        if self.scope is None and self.depth == 0:
            self.read(name, node)
            self.names.delete(name)

    def read(self, name: str, node: Node) -> None:
        """Note a name that nothing answers, or that another cell does."""
        if self.guarded or self._is_local(name):
            return
        if not (self.names.has(name) or (self.deferred and name in self.names.defined_in)):
            self.names.miss(Use(name, node, self.cell, deferred=self.deferred))
        elif not self.deferred:
            self.names.borrow(Use(name, node, self.cell, deferred=False))

    def _is_local(self, name: str) -> bool:
        scope, is_own = self.scope, True
        while scope is not None:
            if name in scope.names and (is_own or not scope.is_class):
                return True
            if scope.is_class and name in (_IN_CLASSES if is_own else _IN_METHODS):
                return True
            scope, is_own = scope.outer, False
        return False
