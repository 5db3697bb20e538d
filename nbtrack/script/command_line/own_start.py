"""Tell whether a notebook begins its run itself."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.script.translated import Translated

_BEGIN = ("start", "recorded")


def starts_itself(cells: Iterable[Translated]) -> bool:
    """Tell whether cells call `nbtrack.start`: a run begun before would end there."""
    telling = (cell for cell in cells if "nbtrack" in cell.text or "start" in cell.text)
    nodes = [node for cell in telling for one in cell.statements() for node in ast.walk(one)]
    modules = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "nbtrack"
    }
    return any(_begins(node, modules) for node in nodes)


def _begins(node: ast.AST, modules: set[str]) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "nbtrack" and any(alias.name in _BEGIN for alias in node.names)
    is_ours = (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    )
    return is_ours and node.attr in _BEGIN  # type: ignore[attr-defined]
