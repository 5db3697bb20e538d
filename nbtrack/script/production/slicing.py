"""Decide which of the statements that could be left out have to stay, by the names that what stays uses."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from nbtrack.script.names import bound_names
from nbtrack.script.production.surroundings import Surroundings, is_plot_module
from nbtrack.script.production.units import PLOTS, Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    CellOf = Callable[[int], int]

_NAME_IN_A_QUERY = re.compile(r"@(\w+)")  # as in pandas' `df.query("age > @limit")`
_LOOK_UP_ANY_NAME = frozenset(("eval", "exec", "globals", "locals", "vars"))
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Needs(NamedTuple):
    """What the statements that stay need: names, and figures, which pyplot keeps for the length of a cell.

    The names are those that they use, and those that they bind: a loop that goes would have bound them last.
    """

    names: set[str]
    drawing_cells: set[int]

    def need(self, unit: Unit, cell_of: CellOf) -> bool:
        """Tell whether they need a statement."""
        drawn = unit.kind == PLOTS and cell_of(unit.node.lineno) in self.drawing_cells
        return drawn or not self.names.isdisjoint(unit.binds)


def left_out(tree: ast.Module, candidates: list[Unit], names: Surroundings, cell_of: CellOf) -> list[Unit]:
    """Return the statements that nothing which stays needs; each that stays may need others."""
    going = candidates
    while True:
        needs = _needs(tree, going, names, cell_of)
        rest = [unit for unit in going if not needs.need(unit, cell_of)]
        if len(rest) == len(going):
            return going
        going = rest


def _needs(tree: ast.Module, going: list[Unit], names: Surroundings, cell_of: CellOf) -> Needs:
    out: set[ast.AST] = {unit.node for unit in going}
    needs = Needs(bound_names(tree, out), set())
    for statement in tree.body:
        for node in _staying(statement, out):
            needs.names.update(_names_in(node))
            if (
                isinstance(node, ast.Name)
                and not isinstance(statement, _DEFINITIONS)
                and _is_figure(node, names)
            ):
                needs.drawing_cells.add(cell_of(node.lineno))
    if not _LOOK_UP_ANY_NAME.isdisjoint(needs.names):
        needs.names.update(name for unit in going for name in unit.binds)
    return needs


def _staying(node: ast.AST, out: set[ast.AST]) -> Iterator[ast.AST]:
    if node not in out:
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _staying(child, out)


def _names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, ast.Load) else []
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _NAME_IN_A_QUERY.findall(node.value)
    return []


def _is_figure(node: ast.Name, names: Surroundings) -> bool:
    return node.id in names.figures or is_plot_module(names.modules.get(node.id, ""))
