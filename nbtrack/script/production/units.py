"""Cut a script into statements that may be left out, each with the kind of what it does."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from nbtrack.script.names import bound_names
from nbtrack.script.production.effects import NEEDED, PLOT, PURE, Effects, expressions_of, strongest
from nbtrack.script.production.surroundings import is_plot_module
from nbtrack.script.production.vocabulary import LISTINGS

LOOKS, PLOTS, IMPORTS, FUNCTIONS, SHELL = "look", "plot", "import", "function", "listing"
REASONS = {
    SHELL: "the command only lists something",
    LOOKS: "it only looks at a value",
    PLOTS: "it only draws, and nothing else uses what it gives",
    IMPORTS: "only what was left out uses the module",
    FUNCTIONS: "it only draws, and only what was left out calls it",
}
_LISTING = re.compile(r"\s*(\S+)[^|>;&`$({]*")
_BLOCKS = ("body", "orelse", "finalbody")


class Unit(NamedTuple):
    """A statement that may be left out, if nothing that stays needs the names that it binds."""

    node: ast.stmt
    kind: str

    @property
    def binds(self) -> set[str]:
        """Return the names that it binds."""
        return bound_names(ast.Module([self.node], []))


def units(tree: ast.Module, effects: Effects, kept: set[int]) -> list[Unit]:
    """Return what may be left out of a script; `kept` are the lines that somebody wants to keep."""
    return [unit for statement in tree.body for unit in _within(statement, effects, kept)]


def _within(node: ast.stmt, effects: Effects, kept: set[int]) -> list[Unit]:
    if kept.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
        kind = _kind(node, effects)
        if kind:
            return [Unit(node, kind)]
    if not isinstance(node, (ast.For, ast.While, ast.If, ast.With, ast.Try)):
        return []
    return [unit for name in _BLOCKS for unit in _in_block(getattr(node, name, []), effects, kept)]


def _in_block(block: list[ast.stmt], effects: Effects, kept: set[int]) -> list[Unit]:
    """Return what may be left out of a block, nothing where the block would be empty then."""
    found = [(statement, _within(statement, effects, kept)) for statement in block]
    if all(any(unit.node is statement for unit in inner) for statement, inner in found):
        return []
    return [unit for _, inner in found for unit in inner]


def _kind(node: ast.stmt, effects: Effects) -> str | None:
    """Return the kind of a statement that may be left out as a whole, None for all others."""
    if isinstance(node, ast.Expr):
        if _is_listing(node.value):
            return SHELL
        return _KINDS[effects.of(node.value)]
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return PLOTS if _is_figure(node, effects) else None
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return IMPORTS if _is_plot_import(node) else None
    if isinstance(node, ast.FunctionDef):
        return FUNCTIONS if effects.of_function_node(node) == PLOT else None
    if isinstance(node, ast.Pass):
        return LOOKS
    if isinstance(node, (ast.For, ast.If, ast.With)):  # a loop without end is no plot
        return _kind_of_block(node, effects)
    return None


def _kind_of_block(node: ast.For | ast.If | ast.With, effects: Effects) -> str | None:
    head = strongest(effects.of(expression, True) for expression in expressions_of(node))
    kinds = [_kind(statement, effects) for name in _BLOCKS for statement in getattr(node, name, [])]
    if head == NEEDED or None in kinds:
        return None
    return PLOTS if PLOTS in kinds or head == PLOT else LOOKS


def _is_listing(node: ast.expr) -> bool:
    """Tell whether a shell command that the script runs only lists something."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_nb_shell"):
        return False
    command = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    match = _LISTING.fullmatch(command) if isinstance(command, str) else None
    return match is not None and match[1] in LISTINGS


def _is_figure(node: ast.Assign | ast.AnnAssign | ast.AugAssign, effects: Effects) -> bool:
    """Tell whether an assignment only keeps, or only sets up, what a plotting library gives."""
    if node.value is None or effects.of(node.value, True) == NEEDED:
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in targets):
        return all(effects.names.draws_figures(target) for target in targets)
    if not isinstance(node, ast.Assign):
        return False
    return effects.draws(node.value)


def _is_plot_import(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not node.level and is_plot_module(node.module or "") and node.names[0].name != "*"
    return all(is_plot_module(alias.name) for alias in node.names)


_KINDS = {PURE: LOOKS, PLOT: PLOTS, NEEDED: None}
