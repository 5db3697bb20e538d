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


def literal(text: str) -> Any:
    """Return the value that a text spells; raises ValueError or SyntaxError.

    Lists and dicts may hold JSON's names and `nan` and `inf`, which no literal of Python can say.
    """
    if text.strip().lower() in _WORDS:
        return _WORDS[text.strip().lower()]
    try:
        return json.loads(text) if text.lstrip().startswith(("[", "{")) else ast.literal_eval(text)
    except json.JSONDecodeError:
        tree = ast.parse(text.strip(), mode="eval").body
        return ast.literal_eval(_Named().visit(tree))


class _Named(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Constant(_NAMES[node.id]), node) if node.id in _NAMES else node
