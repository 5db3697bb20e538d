"""Defaults that only the notebook can work out, and that are surely no texts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nbtrack.notebook.parameters.kinds import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAKERS = frozenset(
    (
        "timedelta",
        "range",
        "slice",
        "bytearray",
        "deque",
        "defaultdict",
        "array",
        "arange",
        "linspace",
        "zeros",
        "ones",
    )
)
_ENDS_OF_ENUMS = ("Enum", "Flag")


def enums_in(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names of the enumerations that statements define."""
    classes = (each for each in body if isinstance(each, ast.ClassDef))
    return frozenset(
        each.name for each in classes if any(last_name(base).endswith(_ENDS_OF_ENUMS) for base in each.bases)
    )


def makes_no_text(node: ast.expr, enums: frozenset[str]) -> bool:
    """Tell whether an expression makes an object, as `timedelta(hours=1)`, `Model()` and `Color.RED` do."""
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        return name in _MAKERS or (name[:1].isupper() and not name.isupper())
    if isinstance(node, ast.Attribute):
        return last_name(node.value) in enums
    return isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
