"""Tell whether what a cell shows at its end is only a value to look at, where what it calls is not known."""

from __future__ import annotations

import ast
import sys

from nbtrack.script.production.surroundings import base_of
from nbtrack.script.production.vocabulary import (
    ACTS_WHEN_ALONE,
    CHANGES,
    COMPUTING_LIBRARIES,
    PURE_BUILTINS,
    SEEDS,
    SHOWS,
    VALUE_MODULES,
    VERBS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.production.surroundings import Surroundings

_ONLY_COMPUTE = COMPUTING_LIBRARIES | VALUE_MODULES | {"", "builtins"}
_ACTS = tuple(sorted(ACTS_WHEN_ALONE | VERBS))


def only_looks(node: ast.expr, names: Surroundings) -> bool:
    """Tell whether each call in an expression gives something to look at, by its name and what it is given.

    A function of a library that is given some value of the notebook is taken to compute something from it,
    and a method that is given nothing to tell something of its object; but see `touched` and `given_away`.
    """
    return all(_looks(part, names) for part in ast.walk(node) if isinstance(part, ast.Call))


def touched(node: ast.expr, names: Surroundings) -> frozenset[str]:
    """Return the names of objects that a method which is not known is called on: it may change them."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            base = base_of(part.func)
            if isinstance(base, ast.Name) and not names.dotted(part.func) and not names.holds_value(base):
                found.add(base.id)
    return frozenset(found)


def given_away(node: ast.expr, names: Surroundings) -> frozenset[str]:
    """Return the names of what a function of a library is given: it may change that, as scanpy's do."""
    found: set[str] = set()
    for part in ast.walk(node):
        library = (
            (names.dotted(part.func) or "builtins").partition(".")[0] if isinstance(part, ast.Call) else ""
        )
        if isinstance(part, ast.Call) and library not in _ONLY_COMPUTE:
            given = map(base_of, [*part.args, *(keyword.value for keyword in part.keywords)])
            found.update(base.id for base in given if isinstance(base, ast.Name) and not names.dotted(base))
    return frozenset(name for name in found if name not in names.values)


def _looks(call: ast.Call, names: Surroundings) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in names.classes and isinstance(call.func, ast.Name):
        return True
    dotted = names.dotted(call.func)
    if dotted == f"builtins.{name}":
        return name in PURE_BUILTINS or name in SHOWS
    if not name or _does_something(name):
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if dotted is None:
        return isinstance(call.func, ast.Attribute) and (not given or names.holds_value(call.func))
    library = dotted.partition(".")[0]
    return library not in sys.stdlib_module_names and any(_has_value(value, names) for value in given)


def _does_something(name: str) -> bool:
    """Tell whether a name says so; one that ends with `_` changes its argument, as PyTorch has it."""
    return (
        name.endswith("_") or name in SEEDS or name in CHANGES or name.lstrip("_").lower().startswith(_ACTS)
    )


def _has_value(node: ast.expr, names: Surroundings) -> bool:
    """Tell whether a name of the notebook's own is in an expression."""
    return any(isinstance(part, ast.Name) and names.dotted(part) is None for part in ast.walk(node))
