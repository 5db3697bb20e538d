"""Decide which of the statements that could be left out have to stay, by the names that what stays uses."""

from __future__ import annotations

import ast
from math import inf
from typing import NamedTuple

from nbtrack.script.names import bound_names
from nbtrack.script.production.loops import gone_through
from nbtrack.script.production.scopes import uses
from nbtrack.script.production.units import PLOTS, Unit
from nbtrack.script.production.versions import names_in, names_in_a_query, written

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
    `read` has the last line in which each is used; what a function uses may be used any time later. `figures`
    are the places where what stays does something with a figure.
    """

    names: set[str]
    read: dict[str, float]
    figures: set[ast.Name]

    def use(self, name: str, line: float) -> None:
        """Note that a name is used."""
        self.names.add(name)
        self.read[name] = max(self.read.get(name, 0), line)

    def need(self, unit: Unit) -> bool:
        """Tell whether they need a statement for a name."""
        seen = any(self.read.get(name, 0) > unit.node.lineno for name in unit.touches)
        return seen or not self.names.isdisjoint(unit.binds)


def left_out(tree: ast.Module, candidates: list[Unit], names: Surroundings, cell_of: CellOf) -> list[Unit]:
    """Return the statements that nothing which stays needs; each that stays may need others."""
    going = candidates
    while True:
        needs = _needs(tree, going, names)
        figures = _used(needs.figures, [unit.node for unit in candidates if unit not in going])
        drawing = {cell_of(node.lineno) for node in figures}
        rest = [
            unit
            for unit in going
            if not needs.need(unit) and not (unit.kind == PLOTS and cell_of(unit.node.lineno) in drawing)
        ]
        if len(rest) == len(going):
            return going
        going = rest


def _needs(tree: ast.Module, going: list[Unit], names: Surroundings) -> Needs:
    out: set[ast.AST] = {unit.node for unit in going}
    bound = {name for name in bound_names(tree, out) if written(name) != "_"}  # `_` is bound to be forgotten
    needs = Needs(bound, {}, set())
    for statement in tree.body:
        draws = not isinstance(statement, _DEFINITIONS)
        aside = names.data | names.colours | gone_through(statement, out)
        for node in uses(statement, out):
            for name in _names_in(node):
                needs.use(name, getattr(node, "lineno", 0) if draws else inf)
            if draws and isinstance(node, ast.Name) and node not in aside and names.is_figure(node.id):
                needs.figures.add(node)
    if not _LOOK_UP_ANY_NAME.isdisjoint(needs.names):
        needs.names.update(name for unit in going for name in unit.binds)
    return needs


def _used(figures: set[ast.Name], staying: list[ast.stmt]) -> set[ast.Name]:
    """Return where figures are used, without assignments that stay for what does nothing with them."""
    making = {node: set(ast.walk(node)) for node in staying if isinstance(node, ast.Assign)}
    bound = {node: names_in(node) for node in making}
    used = figures - {part for parts in making.values() for part in parts}
    while True:
        names = {node.id for node in used}
        more = {node for node in making if not names.isdisjoint(bound[node])}
        if not more:
            return used
        for node in more:
            used |= figures & making.pop(node)


def _names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, ast.Load) else []
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return names_in_a_query(node.value)
    return []
