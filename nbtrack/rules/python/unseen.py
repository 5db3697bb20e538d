"""Calls that may define names without naming them."""

from __future__ import annotations

from nbtrack.rules.python.bindings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.walk import Handlers, Walk

    Node = Any

# In a function the last two reach nothing outside, and with a namespace of its own `exec` does not either.
_MOST_ARGUMENTS = {"exec": 1, "globals": 0, "locals": 0, "vars": 0, "dir": 0}
_OF_THE_TOP_LEVEL = ("dir", "locals", "vars")
# Attributes and functions that run code in the notebook's namespace, or write into it, whoever has them.
_REACHES_IN = frozenset(
    (
        *("f_globals", "f_locals", "run_cell", "run_cell_magic", "run_code", "run_line_magic"),
        *("safe_execfile", "user_global_ns", "user_module", "user_ns"),
        *("load_module", "load_session"),  # dill
        *("execfile", "runfile"),
        *("init_session", "vfield", "vring"),  # SymPy
    )
)
_OF_IPYTHON = frozenset(("ex", "extension_manager", "magic", "push"))
_ASKS_FOR_PYTHON = frozenset(
    ("PY2", "PY3", "hexversion", "python_version", "python_version_tuple", "version_info")
)
_SHELL = "get_ipython"
_SHELLS = frozenset(("ip", "_ip", "ipy", "ipython", "shell"))


def _call(walk: Walk, node: Node) -> None:
    name = getattr(node.func, "id", "")
    if len(node.args) <= _MOST_ARGUMENTS.get(name, -1) and not (walk.scope and name in _OF_THE_TOP_LEVEL):
        walk.names.hide(walk.cell.number)
    if name in _REACHES_IN:
        walk.names.hide(walk.cell.number)
    if name == "var" or getattr(node.func, "attr", "") == "var":
        _sympy_var(walk, node)
    walk.walk(children(node))


def _sympy_var(walk: Walk, node: Node) -> None:
    """Define what `var("x y")` of SymPy does; the `var` of NumPy and pandas is not given a text."""
    for argument in node.args[:1]:
        text = getattr(argument, "value", None)
        words = text.replace(",", " ").split() if isinstance(text, str) else []
        if all(word.isidentifier() for word in words) and (words or hasattr(node.func, "attr")):
            for word in words:
                walk.names.define(word, walk.cell.number)
        else:
            walk.names.hide(walk.cell.number)


def _attribute(walk: Walk, node: Node) -> None:
    """Notice `get_ipython().run_line_magic(...)`, but not `get_ipython().system(...)`."""
    if node.attr in _ASKS_FOR_PYTHON or (node.attr == "version" and getattr(node.value, "id", "") == "sys"):
        walk.names.is_ported = True
    function = getattr(node.value, "func", None)
    is_shell = _SHELL in (getattr(function, "id", None), getattr(function, "attr", None))
    is_shell |= getattr(node.value, "id", None) in _SHELLS
    if node.attr in _REACHES_IN or (is_shell and node.attr in _OF_IPYTHON):
        walk.names.hide(walk.cell.number)
    walk.visit(node.value)


def _subscript(walk: Walk, node: Node) -> None:
    """Notice `sys.modules[__name__]`, by which code reaches its own namespace."""
    is_own = getattr(node.slice, "id", None) == "__name__" or getattr(node.slice, "value", None) == "__main__"
    if is_own and getattr(node.value, "attr", None) == "modules":
        walk.names.hide(walk.cell.number)
    walk.walk(children(node))


UNSEEN: Handlers = {"Attribute": _attribute, "Call": _call, "Subscript": _subscript}
