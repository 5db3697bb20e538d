"""What evaluating an expression does: nothing, draw, or something that production needs."""

from __future__ import annotations

import ast

from nbtrack.script.production.shown import given_away, only_looks, touched
from nbtrack.script.production.surroundings import (
    FIGURES_BY_CUSTOM,
    Surroundings,
    is_plot_module,
)
from nbtrack.script.production.versions import names_in, written
from nbtrack.script.production.vocabulary import (
    CHANGES,
    DISPLAYS,
    FILE_ARGUMENTS,
    HANDS_ON,
    PLOT_ACCESSORS,
    PLOT_METHODS,
    PREDICTS_IN_PLACE,
    PURE_BUILTINS,
    PURE_MODULES,
    RANDOM,
    READERS,
    SAVES,
    SHOW_MODULES,
    SHOWS,
    UNLIKE_THEIR_MODULE,
    VERBS,
    WRITES,
)

PURE, PLOT, NEEDED = "pure", "plot", "needed"
MEASURES, MEASURED = "_nb_timeit", "_nb_body"  # what `%timeit` becomes
_SAVES_BY_DEFAULT = "tensorflow.keras.utils.plot_model"
_BEGIN_OF_PLOTS = ("plot_", "plot1d", "plot2d", "plot3d", "visualize_", "visualise_")
_NEW = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_NEEDED_NODES = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


class Effects:
    """Judge expressions and functions of one script.

    `shown` are the expressions that cells end with, `valued` those that gave a value when their cell ran.
    """

    def __init__(
        self,
        names: Surroundings,
        shown: frozenset[ast.expr] = frozenset(),
        valued: frozenset[ast.expr] = frozenset(),
    ) -> None:
        self.names = names
        self._shown = shown
        self._valued = valued
        self._functions: dict[str, str] = {}
        self._fresh: frozenset[str] = frozenset()
        modules = {module.partition(".")[0] for module in names.modules.values()}
        self._predicts_in_place = not modules.isdisjoint(PREDICTS_IN_PLACE)

    def of_statement(self, node: ast.Expr) -> str:
        """Judge an expression that stands alone."""
        effect = self.of(node.value)
        if effect == NEEDED and node.value in self._shown and only_looks(node.value, self.names):
            return self.of(node.value, True)
        return effect

    def of(self, node: ast.expr, inside: bool = False) -> str:
        """Judge an expression; `inside` says that it stands in what is drawn, printed or assigned."""
        if isinstance(node, ast.Call):
            return self._call(node, inside)
        if isinstance(node, _NEEDED_NODES):
            return NEEDED
        if isinstance(node, ast.Lambda):
            return PURE
        if isinstance(node, ast.Name):
            return self._name(node.id)
        return strongest(self.of(child, inside) for child in expressions_of(node))

    def touched(self, node: ast.stmt) -> frozenset[str]:
        """Return the names of what a statement that is left out may have changed, as far as anybody knows."""
        if not isinstance(node, ast.Expr) or self.of(node.value) != NEEDED:
            return frozenset()
        objects = touched(node.value, self.names)
        return objects if node.value in self._valued else objects | given_away(node.value, self.names)

    def draws(self, node: ast.expr) -> bool:
        """Tell whether a value comes from a plotting library."""
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in PLOT_METHODS
        ):
            return True
        return self.names.draws_figures(node)

    def names_a_figure(self, node: ast.Assign) -> bool:
        """Tell whether a function that draws, by its name or its body, gives what is named as figures are."""
        named = [written(name) for target in node.targets for name in names_in(target)]
        if not isinstance(node.value, ast.Call) or not all(
            name in ("_", *FIGURES_BY_CUSTOM) for name in named
        ):
            return False
        dotted = self.names.dotted(node.value.func)
        name = dotted.rpartition(".")[2] if dotted else _method(node.value.func)
        return bool(named) and self._function(node.value, name, dotted, True) == PLOT

    def of_function(self, name: str) -> str:
        """Judge what calling a function of the script does."""
        if name not in self._functions:
            self._functions[name] = PURE  # what calls itself does what else it does
            self._functions[name] = self._body(self.names.functions[name])
        return self._functions[name]

    def of_function_node(self, node: ast.FunctionDef) -> str:
        """Judge a function by its definition, of which there may be several."""
        return self.of_function(node.name) if self.names.functions.get(node.name) is node else NEEDED

    def _name(self, name: str) -> str:
        if name in self.names.iterators:
            return NEEDED
        return PLOT if self.names.is_figure(name) else PURE

    def _call(self, node: ast.Call, inside: bool) -> str:
        if isinstance(node.func, ast.Name) and node.func.id == MEASURES:
            return PURE  # it runs as often as it takes: nobody relies on what that does
        dotted = self.names.dotted(node.func)
        name = dotted.rpartition(".")[2] if dotted else _method(node.func)
        shows = dotted is not None and _within(dotted, SHOW_MODULES)  # `Image(filename=...)` reads it
        if (_changes_in_place(node) and not shows) or self._draws_random_numbers(name, dotted, node):
            return NEEDED
        itself = self._function(node, name, dotted, inside)
        shown = itself == PLOT or name in SHOWS
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        return strongest([itself, *(self.of(argument, inside or shown) for argument in given)])

    def _function(self, node: ast.Call, name: str, dotted: str | None, inside: bool) -> str:
        """Judge what is called, its arguments aside."""
        if isinstance(node.func, ast.Name) and node.func.id in self.names.functions:
            return self.of_function(node.func.id)
        if dotted is not None:
            return self._library(dotted, name, inside)
        if isinstance(node.func, ast.Name):  # bound to something that is not known
            return PURE if name in SHOWS or (inside and not _acts(name)) else NEEDED
        if isinstance(node.func, ast.Attribute):
            itself = self._method(node.func, name, inside)
            return strongest([self.of(node.func.value, inside or itself == PLOT), itself])
        return self.of(node.func, True) if inside else NEEDED  # what a call gives is called

    def _library(self, dotted: str, name: str, inside: bool) -> str:
        if (name in SAVES and name != "display") or dotted == _SAVES_BY_DEFAULT:
            return NEEDED
        shows = _says_it_shows(name) and not dotted.startswith("builtins.")
        if shows and "_" in name:  # `viz.display_table(x)`, and not `plt.show()`
            return PURE
        if is_plot_module(dotted) or _says_it_plots(name):
            return PLOT
        if shows:
            return PURE
        if dotted.startswith("builtins."):
            known = name in PURE_BUILTINS or name in SHOWS or name == "_nb_timed"
            return PURE if known or name[:1].isupper() else NEEDED
        if _within(dotted, SHOW_MODULES):
            return PURE
        if _within(dotted, PURE_MODULES):
            return NEEDED if name in UNLIKE_THEIR_MODULE else PURE
        return PURE if inside and not _acts(name) and name not in CHANGES else NEEDED

    def _method(self, node: ast.Attribute, name: str, inside: bool) -> str:
        if self.names.draws_figures(node.value):
            return NEEDED if name in SAVES else PLOT
        if name in SAVES or name in WRITES:
            return NEEDED
        if name in PLOT_METHODS or _says_it_plots(name) or _method(node.value) in PLOT_ACCESSORS:
            return PLOT
        if _says_it_shows(name):
            return PURE
        if name == "predict" and self._predicts_in_place:
            return NEEDED
        if name in CHANGES and isinstance(node.value, ast.Name) and node.value.id in self._fresh:
            return PURE
        if name in READERS or name.startswith(("get_", "has_", "is_")):
            return PURE
        return PURE if inside and name not in CHANGES and not _acts(name) else NEEDED

    def _draws_random_numbers(self, name: str, dotted: str | None, node: ast.Call) -> bool:
        """Tell whether leaving a call out would change the random numbers behind it."""
        fixed = any(keyword.arg in ("random_state", "seed") for keyword in node.keywords)
        known = dotted is None or "random" in dotted or dotted.startswith("torch.")
        return self.names.seeded and known and name in RANDOM and not fixed

    def _body(self, function: ast.FunctionDef) -> str:
        arguments = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
        if function.decorator_list:
            return NEEDED
        outer, self._fresh = self._fresh, _fresh_names(function) - arguments
        effect = strongest(self._statement(statement, arguments) for statement in function.body)
        self._fresh = outer
        return effect

    def _statement(self, node: ast.stmt, arguments: set[str]) -> str:
        """Judge a statement of a function, whose own names nobody sees."""
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.AsyncFunctionDef, ast.ClassDef)):
            return NEEDED
        if isinstance(node, ast.FunctionDef):
            return strongest(self._statement(inner, arguments) for inner in node.body)
        if isinstance(node, ast.Expr):
            return self.of(node.value)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(self._changes_what_is_not_its_own(target, arguments) for target in targets):
                return NEEDED
        inner = [self._statement(child, arguments) for child in _statements(node)]
        return strongest([*(self.of(child, True) for child in expressions_of(node)), *inner])

    def _changes_what_is_not_its_own(self, target: ast.expr, arguments: set[str]) -> bool:
        if isinstance(target, (ast.Tuple, ast.List)):
            return any(self._changes_what_is_not_its_own(one, arguments) for one in target.elts)
        if isinstance(target, ast.Name) or self.names.draws_figures(target):
            return False
        root: ast.AST = target
        while isinstance(root, (ast.Attribute, ast.Subscript, ast.Starred)):
            root = root.value
        return not isinstance(root, ast.Name) or root.id in arguments


def strongest(effects: object) -> str:
    """Return what several things do together."""
    found = set(effects)  # type: ignore[call-overload]
    return NEEDED if NEEDED in found else PLOT if PLOT in found else PURE


def _says_it_plots(name: str) -> bool:
    plots = name.startswith(_BEGIN_OF_PLOTS) or name.endswith("plot")
    return plots and not _hands_on(name)


def _says_it_shows(name: str) -> bool:
    return name.partition("_")[0] in DISPLAYS and not _hands_on(name)


def _hands_on(name: str) -> bool:
    return not HANDS_ON.isdisjoint(name.split("_"))


def _fresh_names(function: ast.FunctionDef) -> frozenset[str]:
    """Return the names of a function that are only ever bound to a list or the like that it begins."""
    fresh: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            (fresh if isinstance(node.value, _NEW) else others).update(
                target.id for target in targets if isinstance(target, ast.Name)
            )
            others.update(name for t in targets if not isinstance(t, ast.Name) for name in names_in(t))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            others.update(node.names)
        elif isinstance(node, (ast.For, ast.comprehension, ast.NamedExpr, ast.AugAssign)):
            others.update(names_in(node.target))
    return frozenset(fresh - others)


def _within(dotted: str, modules: frozenset[str]) -> bool:
    return any(dotted == module or dotted.startswith(f"{module}.") for module in modules)


def _acts(name: str) -> bool:
    """Tell whether a name's first word says that it does something."""
    return name.lstrip("_").split("_")[0].lower() in VERBS


def _changes_in_place(node: ast.Call) -> bool:
    return any(
        (keyword.arg == "inplace" or keyword.arg in FILE_ARGUMENTS)
        and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
        for keyword in node.keywords
    )


def _method(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def expressions_of(node: ast.AST) -> list[ast.expr]:
    """Return the expressions right below a node, through what is neither expression nor statement."""
    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            found.append(child)
        elif not isinstance(child, ast.stmt):
            found.extend(expressions_of(child))
    return found


def _statements(node: ast.AST) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif not isinstance(child, ast.expr):
            found.extend(_statements(child))
    return found
