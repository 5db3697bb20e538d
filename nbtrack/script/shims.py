"""Names that a kernel gives to every notebook."""

from __future__ import annotations

import ast
import re

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.names import bound_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.script.translated import Translated

_SHIMS = ("display", "get_ipython")
_MAYBE = re.compile(r"(?:display|get_ipython)(?!\w)")


def shims(cells: Iterable[Translated]) -> set[str]:
    """Return the names that a script has to bring: those that cells use and none binds."""
    found: set[str] = set()
    bound: set[str] = set()
    for text in (cell.text for cell in cells):
        if not _MAYBE.search(text):
            continue
        try:
            module = tree(text)
        except NotPython:
            continue
        bound |= bound_names(module)
        found |= {node.id for node in ast.walk(module) if isinstance(node, ast.Name)} & set(_SHIMS)
    return found - bound
