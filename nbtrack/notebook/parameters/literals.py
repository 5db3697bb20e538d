"""Read a value that a person typed, in Python's spelling or in JSON's."""

from __future__ import annotations

import ast
import json
import math
from typing import Any

NONE_WORDS = frozenset(("none", "null"))
_WORDS = {"true": True, "false": False} | dict.fromkeys(NONE_WORDS)
_NAMES = {"true": True, "false": False, "null": None, "nan": math.nan, "inf": math.inf}
_NAMES |= {"NaN": math.nan, "Infinity": math.inf}


class Inexact(ValueError):  # noqa: N818 - says what the value would be
    """A text that would lose something as a value of Python."""


def exact_float(spelled: str | float) -> float:
    """Return the float of a number; raises Inexact where it would be another: 1e400 is not infinite."""
    number = float(spelled)
    text = str(spelled).strip().lower()
    if math.isinf(number) and "inf" not in text:
        raise Inexact("no float is so large")
    if number == 0 and any(digit in "123456789" for digit in text.partition("e")[0]):
        raise Inexact("no float is so small")
    if text.lstrip("+-").replace("_", "").isdigit() and int(text) != number:
        raise Inexact(f"the nearest float is {number:.0f}")
    return number


def literal(text: str) -> Any:
    """Return the value that a text spells; raises Inexact, other ValueErrors, or SyntaxError.

    Lists and dicts may hold JSON's names and `nan` and `inf`, which no literal of Python can say.
    """
    if text.strip().lower() in _WORDS:
        return _WORDS[text.strip().lower()]
    if text.lstrip().startswith(("[", "{")):
        try:
            return json.loads(text, object_pairs_hook=without_doubles, parse_float=exact_float)
        except json.JSONDecodeError:
            return _python(text.strip(), _Named)
    return _python(text.strip(), _Exact)


def without_doubles(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """Return a dict of pairs; raises Inexact where a key stands twice, of which one would be lost."""
    found: dict[Any, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Inexact(f"the key {name!r} stands twice")
        found[name] = value
    return found


def _python(text: str, kind: type[_Exact]) -> Any:
    return ast.literal_eval(kind(text).visit(ast.parse(text, mode="eval").body))


class _Exact(ast.NodeTransformer):
    """Passes over a literal and refuses what would get lost."""

    def __init__(self, text: str) -> None:
        self._text = text

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, float):
            exact_float(ast.get_source_segment(self._text, node) or "")
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        without_doubles([(ast.literal_eval(key), None) for key in node.keys if key])
        return self.generic_visit(node)


class _Named(_Exact):
    """Knows the names that JSON and people have for values, too."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Constant(_NAMES[node.id]), node) if node.id in _NAMES else node
