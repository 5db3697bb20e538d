"""Calls that may define names without naming them."""

from __future__ import annotations

from nbtrack.rules.python.bindings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.walk import Handlers, Walk

    Node = Any

# In a function the last two reach nothing outside, and with a namespace of its own `exec` does not either.
_MOST_ARGUMENTS = {"exec": 1, "globals": 0, "locals": 0, "vars": 0}
_OF_THE_TOP_LEVEL = ("locals", "vars")
_OF_IPYTHON = frozenset(
    (
        "ex",
        "magic",
        "push",
        "run_cell",
        "run_cell_magic",
        "run_code",
        "run_line_magic",
        "safe_execfile",
        "user_ns",
    )
)
_SHELL = "get_ipython"


def _call(walk: Walk, node: Node) -> None:
    name = getattr(node.func, "id", "")
    if len(node.args) <= _MOST_ARGUMENTS.get(name, -1) and not (walk.scope and name in _OF_THE_TOP_LEVEL):
        walk.names.hide(walk.cell.number)
    walk.walk(children(node))


def _attribute(walk: Walk, node: Node) -> None:
    """Notice `get_ipython().run_line_magic(...)`, but not `get_ipython().system(...)`."""
    function = getattr(node.value, "func", None)
    if node.attr in _OF_IPYTHON and getattr(function, "id", None) == _SHELL:
        walk.names.hide(walk.cell.number)
    walk.visit(node.value)


UNSEEN: Handlers = {"Attribute": _attribute, "Call": _call}
