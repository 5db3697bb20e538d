"""Cut a script into statements that may be left out, each with the kind of what it does."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from nbtrack.script.names import bound_names
from nbtrack.script.production.effects import (
    MEASURED,
    NEEDED,
    PLOT,
    PURE,
    Effects,
    expressions_of,
    strongest,
)
from nbtrack.script.production.surroundings import is_plot_module
from nbtrack.script.production.vocabulary import LISTINGS

LOOKS, PLOTS, IMPORTS, FUNCTIONS, SHELL = "look", "plot", "import", "function", "listing"
HELPS = "help"  # goes where the block around it goes, never alone
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
    """A statement that may be left out, if nothing that stays needs the names that it binds.

    Nor may anything that stays behind it read the names that it `touches`.
    """

    node: ast.stmt
    kind: str
    touches: frozenset[str] = frozenset()

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
            return [Unit(node, kind, effects.touched(node))]
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
        return _KINDS[effects.of_statement(node)]
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return PLOTS if _is_figure(node, effects) else None
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return IMPORTS if _is_plot_import(node) else None
    if isinstance(node, ast.FunctionDef) and node.name == MEASURED:
        return LOOKS
    if isinstance(node, ast.FunctionDef):
        return FUNCTIONS if effects.of_function_node(node) == PLOT else None
    if isinstance(node, ast.Pass):
        return LOOKS
    if isinstance(node, (ast.For, ast.If, ast.With)):  # a loop without end is no plot
        return _kind_of_block(node, effects)
    return None


def _kind_of_block(
    node: ast.For | ast.If | ast.With, effects: Effects, whole: ast.stmt | None = None
) -> str | None:
    """Return the kind of a block, which may be in a `whole` one that goes with it."""
    whole = whole or node
    head = strongest(effects.of(expression, True) for expression in expressions_of(node))
    kinds = {
        _kind_within(statement, effects, whole) for name in _BLOCKS for statement in getattr(node, name, [])
    }
    if head == NEEDED or None in kinds:
        return None
    if PLOTS in kinds or head == PLOT:
        return PLOTS
    return LOOKS if LOOKS in kinds else HELPS if whole is not node else None


def _kind_within(node: ast.stmt, effects: Effects, whole: ast.stmt) -> str | None:
    if isinstance(node, (ast.For, ast.If, ast.With)):
        return _kind_of_block(node, effects, whole)
    if isinstance(node, ast.Assign) and _helps(node, effects, whole):
        return HELPS
    return _kind(node, effects)


def _helps(node: ast.Assign, effects: Effects, whole: ast.stmt) -> bool:
    """Tell whether an assignment only computes something that nothing outside of a block can see."""
    return effects.of(node.value, True) != NEEDED and all(
        isinstance(target, ast.Name) and effects.names.is_local_to(target.id, whole)
        for target in node.targets
    )


def _is_listing(node: ast.expr) -> bool:
    """Tell whether a shell command that the script runs only lists something."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_nb_shell"):
        return False
    command = _command(node.args[0])
    match = _LISTING.fullmatch(command) if command else None
    return match is not None and match[1] in LISTINGS


def _command(node: ast.expr) -> str | None:
    """Return the text of a command; what is filled in when the script runs counts as a word."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_nb_filled":
        text = _command(node.args[0])
        return re.sub(r"\{\w+\}|\$\w+", "filled", text) if text else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_figure(node: ast.Assign | ast.AnnAssign | ast.AugAssign, effects: Effects) -> bool:
    """Tell whether an assignment only keeps, or only sets up, what a plotting library gives."""
    if node.value is None or effects.of(node.value, True) == NEEDED:
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in targets):
        return all(effects.names.draws_figures(target) for target in targets)
    if not isinstance(node, ast.Assign):
        return False
    return effects.draws(node.value) or effects.names_a_figure(node)


def _is_plot_import(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        if node.level or node.names[0].name == "*":
            return False
        named = (f"{node.module}.{alias.name}" for alias in node.names)
        return is_plot_module(node.module or "") or all(map(is_plot_module, named))
    return all(is_plot_module(alias.name) for alias in node.names)


_KINDS = {PURE: LOOKS, PLOT: PLOTS, NEEDED: None}
