"""Work out what an expression is without running it."""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.kinds import ANY, Kind, kind_of_value, last_name, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
_NAMED = {"inf": math.inf, "nan": math.nan, "pi": math.pi, "e": math.e, "tau": math.tau}
_WITH_NAMED = ("math", "np", "numpy")
_LARGEST_BASE = 1e18  # `9**9**9` would never end
_LARGEST_EXPONENT = 255


class NotConstant(Exception):  # noqa: N818 - says what the expression is
    """An expression that only the notebook itself can work out."""


def constant(node: ast.expr) -> tuple[Any, Kind]:
    """Return the value of an expression and its kind; raises NotConstant.

    A call that wraps a constant, as `Path("data")`, has the value of its argument and a kind with a wrapper.
    """
    if isinstance(node, ast.Call):
        kind = wrapped(node.func)
        if kind and not node.keywords:
            return _argument(node, kind), kind
    value = _value(node)
    return value, ANY if value is None else kind_of_value(value)


def _argument(call: ast.Call, kind: Kind) -> Any:
    values = [_value(argument) for argument in call.args]
    if kind.wrapper and kind.wrapper.endswith(".fromisoformat") and last_name(call.func) != "fromisoformat":
        return _iso(kind.name, values)
    if len(values) != 1 or not isinstance(values[0], (str, int, float)):
        raise NotConstant
    return values[0]


def _iso(name: str, values: list[Any]) -> str:
    import datetime

    try:
        found: str = getattr(datetime, name)(*values).isoformat()
    except (TypeError, ValueError):
        raise NotConstant from None
    return found


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and node.value is not ...:
        return node.value
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        elements = [_value(element) for element in node.elts]
        return _built({ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)], elements)
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = [_value(key) for key in node.keys if key is not None]
        return _built(dict, zip(keys, map(_value, node.values), strict=True))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _computed(_UNARY[type(node.op)], _value(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _computed(_BINARY[type(node.op)], _value(node.left), _value(node.right))
    if isinstance(node, ast.Attribute) and node.attr in _NAMED and last_name(node.value) in _WITH_NAMED:
        return _NAMED[node.attr]
    if isinstance(node, ast.Call):
        return _called(node)
    raise NotConstant


def _computed(operation: Callable[..., Any], *operands: Any) -> Any:
    if not all(isinstance(operand, (int, float, complex)) for operand in operands):
        raise NotConstant
    if operation is operator.pow and not _ends_soon(*operands):
        raise NotConstant
    return _built(operation, *operands)


def _ends_soon(base: complex, exponent: complex) -> bool:
    return abs(base) <= _LARGEST_BASE and abs(exponent) <= _LARGEST_EXPONENT


def _called(node: ast.Call) -> Any:
    """Work out `float("nan")`, `dict(a=1)` and their like."""
    makers: dict[str, Callable[..., Any]] = {
        maker.__name__: maker for maker in (bool, int, float, str, list, tuple, set, dict)
    }
    if not isinstance(node.func, ast.Name) or node.func.id not in makers:
        raise NotConstant
    named = {keyword.arg: _value(keyword.value) for keyword in node.keywords if keyword.arg}
    if len(named) < len(node.keywords) or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise NotConstant
    return _built(makers[node.func.id], *map(_value, node.args), **named)


def _built(maker: Callable[..., Any], *values: Any, **named: Any) -> Any:
    try:
        return maker(*values, **named)
    except (TypeError, ValueError, ArithmeticError):
        raise NotConstant from None
