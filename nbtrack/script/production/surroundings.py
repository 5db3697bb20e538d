"""What the names of a script stand for: modules, functions of its own, figures, iterators."""

from __future__ import annotations

import ast
import builtins
from typing import NamedTuple

from nbtrack.script.production.vocabulary import PLOT_MODULES, SEEDS

_FIGURES_BY_CUSTOM = ("ax", "axes", "axs", "fig", "figure", "plt", "sns", "px", "go")


class Surroundings(NamedTuple):
    """What the whole script says about its names, wherever it says it."""

    modules: dict[str, str]
    functions: dict[str, ast.FunctionDef]
    figures: frozenset[str]
    iterators: frozenset[str]
    seeded: bool

    def dotted(self, node: ast.expr) -> str | None:
        """Return the full name of what a function's name stands for, None for a method of some value."""
        if isinstance(node, ast.Name):
            if node.id in self.modules:
                return self.modules[node.id]
            own = node.id in self.functions
            return f"builtins.{node.id}" if hasattr(builtins, node.id) and not own else None
        if isinstance(node, ast.Attribute):
            before = self.dotted(node.value)
            return f"{before}.{node.attr}" if before and not before.startswith("builtins.") else None
        return None

    def draws_figures(self, node: ast.expr) -> bool:
        """Tell whether an expression begins with a plotting library or a figure."""
        while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
            node = node.func if isinstance(node, ast.Call) else node.value
        if not isinstance(node, ast.Name):
            return False
        return node.id in self.figures or is_plot_module(self.modules.get(node.id, ""))


def is_plot_module(name: str) -> bool:
    """Tell whether a module, or a name in it, belongs to a plotting library."""
    parts = name.split(".")
    return parts[0] in PLOT_MODULES or name.startswith(("sklearn.tree.plot", "pandas.plotting", "shap.plots"))


def surroundings(tree: ast.Module) -> Surroundings:
    """Collect what a script says about its names."""
    modules: dict[str, str] = {}
    functions: dict[str, ast.FunctionDef] = {}
    for node in ast.walk(tree):
        modules |= _imported(node)
        if isinstance(node, ast.FunctionDef) and node in tree.body:
            functions[node.name] = node
    names = Surroundings(modules, functions, frozenset(_FIGURES_BY_CUSTOM) - set(modules), frozenset(), False)
    figures, others = set(names.figures), set[str]()
    iterators, seeded = set[str](), False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            bound = {name for target in node.targets for name in _names(target)}
            drawn = names._replace(figures=frozenset(figures)).draws_figures(node.value)
            (figures if drawn else others).update(bound)
            iterators |= bound if _iterates(node.value) else set()
        seeded = seeded or (isinstance(node, ast.Call) and _last(node.func) in SEEDS)
    return names._replace(figures=frozenset(figures - others), iterators=frozenset(iterators), seeded=seeded)


def _imported(node: ast.AST) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {
            alias.asname or alias.name.partition(".")[0]: alias.name
            if alias.asname
            else alias.name.partition(".")[0]
            for alias in node.names
        }
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {}


def _names(target: ast.expr) -> list[str]:
    return [
        node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _iterates(value: ast.expr) -> bool:
    """Tell whether looking at a value uses it up."""
    if isinstance(value, ast.GeneratorExp):
        return True
    return isinstance(value, ast.Call) and _last(value.func) in (
        "iter",
        "map",
        "filter",
        "zip",
        "enumerate",
        "open",
    )


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
