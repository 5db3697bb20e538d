"""Write values as Python source, and as plain values that JSON can hold."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbtrack.notebook.parameters.kinds import Kind


def expression_of(value: object, kind: Kind) -> str:
    """Return the source of a value, inside its kind's wrapper; raises ValueError for endless digits."""
    found = _source(value)
    return f"{kind.wrapper}({found})" if kind.wrapper and value is not None else found


def plain(value: object) -> Any:
    """Return a value of dicts with text keys, lists, texts, numbers, booleans and None only.

    Sets become sorted lists; what JSON has nothing for becomes the text that Python spells it with. NaN and
    the infinities stay floats.
    """
    if isinstance(value, dict):
        return {key if isinstance(key, str) else _source(key): plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain(each) for each in _in_order(value)]
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else _source(value)


def is_plain(value: object) -> bool:
    """Tell whether JSON says a value whole, its types too."""
    if type(value) is list:
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and is_plain(each) for key, each in value.items())
    return value is None or type(value) in (bool, int, float, str)


def _source(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    if isinstance(value, complex):  # its repr loses the signs of zeros, and is no source for NaN
        return f"complex({_source(value.real)}, {_source(value.imag)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_source(key)}: {_source(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{_joined(value)}]"
    if isinstance(value, tuple):
        return f"({_joined(value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, set) and value:
        return "{" + _joined(_in_order(value)) + "}"
    return repr(value)


def _joined(values: Any) -> str:
    return ", ".join(map(_source, values))


def _in_order(values: set[Any] | frozenset[Any]) -> list[Any]:
    """Sort a set, whose own order differs from process to process."""
    return sorted(
        values, key=lambda value: (type(value).__name__, value if _is_number(value) else 0, _source(value))
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and value == value  # NaN has no order


def on_one_line(expression: str) -> str:
    """Return an expression that spans lines on one line, without its comments; any other as it is."""
    if "\n" not in expression:
        return expression
    try:
        return ast.unparse(ast.parse(expression, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return " ".join(expression.split())
