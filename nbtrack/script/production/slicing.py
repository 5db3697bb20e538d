"""Decide which of the statements that could be left out have to stay, by the names that what stays uses."""

from __future__ import annotations

import ast
from math import inf
from typing import NamedTuple

from nbtrack.script.names import bound_names
from nbtrack.script.production.scopes import uses
from nbtrack.script.production.units import PLOTS, Unit
from nbtrack.script.production.versions import names_in_a_query, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.script.production.surroundings import Surroundings

    CellOf = Callable[[int], int]

_LOOK_UP_ANY_NAME = frozenset(("eval", "exec", "globals", "locals", "vars"))
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Needs(NamedTuple):
    """What the statements that stay need: names, and figures, which pyplot keeps for the length of a cell.

    The names are those that they use, and those that they bind: a loop that goes would have bound them last.
    `read` has the last line in which each is used; what a function uses may be used any time later.
    """

    names: set[str]
    read: dict[str, float]
    drawing_cells: set[int]

    def need(self, unit: Unit, cell_of: CellOf) -> bool:
        """Tell whether they need a statement."""
        drawn = unit.kind == PLOTS and cell_of(unit.node.lineno) in self.drawing_cells
        seen = any(self.read.get(name, 0) > unit.node.lineno for name in unit.touches)
        return drawn or seen or not self.names.isdisjoint(unit.binds)


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
    bound = {name for name in bound_names(tree, out) if written(name) != "_"}  # `_` is bound to be forgotten
    needs = Needs(bound, {}, set())
    for statement in tree.body:
        draws = not isinstance(statement, _DEFINITIONS)
        for node in uses(statement, out):
            for name in _names_in(node):
                needs.names.add(name)
                line = getattr(node, "lineno", 0) if draws else inf
                needs.read[name] = max(needs.read.get(name, 0), line)
            if draws and isinstance(node, ast.Name) and node not in names.data and names.is_figure(node.id):
                needs.drawing_cells.add(cell_of(node.lineno))
    if not _LOOK_UP_ANY_NAME.isdisjoint(needs.names):
        needs.names.update(name for unit in going for name in unit.binds)
    return needs


def _names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, ast.Load) else []
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return names_in_a_query(node.value)
    return []
