"""What the names of a script stand for: modules, functions of its own, figures, iterators."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from typing import NamedTuple

from nbtrack.script.production.versions import names_in, names_in_a_query, written
from nbtrack.script.production.vocabulary import (
    COLOURS,
    COMPUTES_AS_IT_DRAWS,
    DATA,
    PLOT_ACCESSORS,
    PLOT_MODULES,
    PLOT_SUBMODULES,
    SEEDS,
    VALUE_MODULES,
)

_ITERATORS = ("iter", "map", "filter", "zip", "enumerate")
_PLOT_PARTS = ("arviz.plot", "arviz.style", "pandas.plotting", "shap.plots", "sklearn.tree.plot")
_LIBRARIES_BY_CUSTOM = ("plt", "sns", "px", "go")
FIGURES_BY_CUSTOM = ("ax", "axes", "axs", "fig", "figure")


class Surroundings(NamedTuple):
    """What the whole script says about its names, wherever it says it.

    `values` are names of what libraries gave whose methods compute, `data` and `colours` the names of
    plotting libraries where they bring that, `counts` how often each name is there.
    """

    modules: dict[str, str]
    functions: dict[str, ast.FunctionDef]
    classes: frozenset[str]
    figures: frozenset[str]
    values: frozenset[str]
    iterators: frozenset[str]
    data: frozenset[ast.AST]
    colours: frozenset[ast.AST]
    counts: Counter[str]
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

    def is_figure(self, name: str) -> bool:
        """Tell whether a name stands for a figure or a plotting library."""
        return name in self.figures or is_plot_module(self.modules.get(name, ""))

    def draws_figures(self, node: ast.expr) -> bool:
        """Tell whether an expression begins with a plotting library or a figure, or puts figures together."""
        base = base_of(node)
        if isinstance(base, ast.BinOp):
            sides = [side for side in (base.left, base.right) if not isinstance(side, ast.Constant)]
            return bool(sides) and all(map(self.draws_figures, sides))
        if isinstance(base, (ast.List, ast.Tuple)):
            return bool(base.elts) and all(map(self.draws_figures, base.elts))
        if isinstance(base, ast.ListComp):
            return self.draws_figures(base.elt)
        if not isinstance(base, ast.Name) or base in self.data:
            return False
        return self.is_figure(base.id) or _plots(node)

    def is_colour(self, node: ast.expr) -> bool:
        """Tell whether an expression only makes colours, with which something may be drawn."""
        base = base_of(node)
        return base in self.colours or (isinstance(base, ast.ListComp) and self.is_colour(base.elt))

    def holds_value(self, node: ast.expr) -> bool:
        """Tell whether an expression begins with a value, or a library, whose methods only compute."""
        base = base_of(node)
        if isinstance(base, ast.BinOp):
            return self.holds_value(base.left) or self.holds_value(base.right)
        if not isinstance(base, ast.Name):
            return False
        return base.id in self.values or self.modules.get(base.id, "").partition(".")[0] in VALUE_MODULES

    def is_local_to(self, name: str, block: ast.stmt) -> bool:
        """Tell whether a name is nowhere but in a block."""
        return occurrences(block)[name] == self.counts[name]


def base_of(node: ast.expr) -> ast.expr:
    """Return what an expression begins with, before all attributes, subscripts and calls."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _plots(node: ast.AST) -> bool:
    """Tell whether an expression goes through `plot` or the like of some value and gives what that draws."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        if isinstance(node, ast.Attribute) and node.attr in PLOT_ACCESSORS:
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def is_plot_module(name: str) -> bool:
    """Tell whether a module, or a name in one, belongs to a plotting library and is not its data."""
    parts = name.split(".")
    if not DATA.isdisjoint(parts):
        return False
    return parts[0] in PLOT_MODULES or name.startswith(_PLOT_PARTS) or _draws_for_its_package(parts[1:])


def _draws_for_its_package(parts: list[str]) -> bool:
    """Tell whether names lead into what draws what the rest of a package computes: `sc.pl.umap`."""
    return not PLOT_SUBMODULES.isdisjoint(parts) and COMPUTES_AS_IT_DRAWS.isdisjoint(parts)


def occurrences(tree: ast.AST) -> Counter[str]:
    """Count how often each name is there, in texts that may mean names too."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found[node.id] += 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(names_in_a_query(node.value))
    return found


def surroundings(tree: ast.Module) -> Surroundings:
    """Collect what a script says about its names."""
    modules: dict[str, str] = {}
    functions: dict[str, ast.FunctionDef] = {}
    for node in ast.walk(tree):
        modules |= _imported(node)
        if isinstance(node, ast.FunctionDef) and node in tree.body:
            functions[node.name] = node
    counts = occurrences(tree)
    classes = frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))
    by_custom = {
        name for name in counts if written(name) in (*FIGURES_BY_CUSTOM, *_LIBRARIES_BY_CUSTOM)
    } - set(modules)
    none: frozenset[str] = frozenset()
    figures = frozenset(by_custom)
    data, colours = _leading(tree, modules, DATA), _leading(tree, modules, COLOURS)
    names = Surroundings(modules, functions, classes, figures, none, none, data, colours, counts, False)
    return _with_bound_names(names, tree, by_custom)


def _with_bound_names(names: Surroundings, tree: ast.Module, figures: set[str]) -> Surroundings:
    others, values, iterators, seeded = set[str](), set[str](), set[str](), False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            bound = {name for target in node.targets for name in names_in(target)}
            known = names._replace(figures=frozenset(figures), values=frozenset(values))
            is_figure = known.draws_figures(node.value) and not known.is_colour(node.value)
            (figures if is_figure else others).update(bound)
            values |= bound if known.holds_value(node.value) else set()
            iterators |= bound if _iterates(node.value) else set()
        seeded = seeded or (isinstance(node, ast.Call) and _last(node.func) in SEEDS)
    return names._replace(
        figures=frozenset(figures - others),
        values=frozenset(values),
        iterators=frozenset(iterators),
        seeded=seeded,
    )


def _leading(tree: ast.Module, modules: dict[str, str], to: frozenset[str]) -> frozenset[ast.AST]:
    """Return the names of plotting libraries that only lead to data, as in `sns.load_dataset("tips")`."""
    leads = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in to)
    bases = map(base_of, leads)
    return frozenset(base for base in bases if isinstance(base, ast.Name) and base.id in modules)


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


def _iterates(value: ast.expr) -> bool:
    """Tell whether looking at a value uses it up."""
    if isinstance(value, ast.GeneratorExp):
        return True
    if not isinstance(value, ast.Call):
        return False
    return _last(value.func) == "open" or (isinstance(value.func, ast.Name) and value.func.id in _ITERATORS)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
