"""What evaluating an expression does: nothing, draw, or something that production needs."""

from __future__ import annotations

import ast

from nbtrack.script.production.surroundings import Surroundings, is_plot_module
from nbtrack.script.production.vocabulary import (
    CHANGES,
    PLOT_METHODS,
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
_NEEDED_NODES = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


class Effects:
    """Judge expressions and functions of one script."""

    def __init__(self, names: Surroundings) -> None:
        self.names = names
        self._functions: dict[str, str] = {}

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

    def draws(self, node: ast.expr) -> bool:
        """Tell whether a value comes from a plotting library."""
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in PLOT_METHODS
        ):
            return True
        return self.names.draws_figures(node)

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
        return (
            PLOT if name in self.names.figures or is_plot_module(self.names.modules.get(name, "")) else PURE
        )

    def _call(self, node: ast.Call, inside: bool) -> str:
        dotted = self.names.dotted(node.func)
        name = dotted.rpartition(".")[2] if dotted else _method(node.func)
        if _changes_in_place(node) or self._draws_random_numbers(name, dotted, node):
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
            return strongest([self.of(node.func.value, inside), self._method(node.func, name, inside)])
        return NEEDED

    def _library(self, dotted: str, name: str, inside: bool) -> str:
        if name in SAVES and name != "display":
            return NEEDED
        if is_plot_module(dotted):
            return PLOT
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
        if name in PLOT_METHODS or _method(node.value) in ("plot", "hvplot"):
            return PLOT
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
        return strongest(self._statement(statement, arguments) for statement in function.body)

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


def _within(dotted: str, modules: frozenset[str]) -> bool:
    return any(dotted == module or dotted.startswith(f"{module}.") for module in modules)


def _acts(name: str) -> bool:
    """Tell whether a name's first word says that it does something."""
    return name.lstrip("_").split("_")[0].lower() in VERBS


def _changes_in_place(node: ast.Call) -> bool:
    return any(
        keyword.arg in ("inplace", "out", "file")
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
