"""Places at the top level that somebody has yet to write, which will define whatever is used below.

nbgrader gives students `raise NotImplementedError()` and otter-grader gives them `...`; drafts have both.
"""

from __future__ import annotations

from nbtrack.rules.python.bindings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.walk import Handlers, Walk

    Node = Any

_NOT_WRITTEN = "NotImplementedError"


def _raise(walk: Walk, node: Node) -> None:
    error = getattr(node.exc, "func", node.exc)
    if getattr(error, "id", None) == _NOT_WRITTEN:
        _leave_open(walk)
    walk.walk(children(node))


def _expression(walk: Walk, node: Node) -> None:
    if getattr(node.value, "value", None) is ...:
        _leave_open(walk)
    walk.visit(node.value)


def _leave_open(walk: Walk) -> None:
    if walk.scope is None and walk.depth == 0 and not walk.deferred:
        walk.names.hide(walk.cell.number)


EXERCISES: Handlers = {"Expr": _expression, "Raise": _raise}
