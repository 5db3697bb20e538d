"""Tell apart values of parameters that JSON writes alike: a tuple and a list, a path and a text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.expressions import on_one_line
from nbtrack.notebook.parameters.kinds import DATES, WRAPPERS, last_name

if TYPE_CHECKING:
    from nbtrack.store.record import Parameter

_KNOWN = WRAPPERS | DATES | {"set", "frozenset"}
_FLAVOURS = ("Pure", "Posix", "Windows")  # of paths: PosixPath("a") is what Path("a") makes


def as_written(one: Parameter) -> str:
    """Return a value as Python writes it."""
    return on_one_line(one.expression) if one.expression else repr(one.value)


def is_of_another_type(one: Parameter, other: Parameter) -> bool:
    """Tell whether Python writes two values as different types, where what JSON has of them is equal.

    Where an expression does not show its type, as that of a function's result, nothing is said.
    """
    if one.expression == other.expression:
        return False
    return not _agree(_shape(one), _shape(other))


def _shape(one: Parameter) -> Any:
    try:
        return _of(ast.parse(as_written(one), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of(node: ast.expr) -> Any:
    """Return the name of a type, with the shapes of the elements behind it; None where that is unknown."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return type(node).__name__.lower(), *map(_of, node.elts)
    if isinstance(node, ast.Dict):
        return "dict", *map(_of, node.values)
    if isinstance(node, ast.Constant):
        is_number = isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
        return ("number" if is_number else type(node.value).__name__,)
    if isinstance(node, ast.UnaryOp):
        return _of(node.operand)
    return _made(node.func) if isinstance(node, ast.Call) else None


def _made(function: ast.expr) -> Any:
    """Return the shape of what a well-known constructor makes; of any other function nothing is known."""
    if isinstance(function, ast.Attribute) and function.attr == "fromisoformat":
        function = function.value
    name = last_name(function)
    if name not in _KNOWN:
        return None
    for flavour in _FLAVOURS:
        name = name.removeprefix(flavour)
    return (name,)


def _agree(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return True
    return one[0] == other[0] and all(map(_agree, one[1:], other[1:]))
