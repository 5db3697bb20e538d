"""The names that a statement takes from the module it stands in."""

from __future__ import annotations

import ast
import builtins
import symtable

from nbtrack.script.evaluated import evaluated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.evaluated import Definition

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}


def mentioned(node: ast.stmt) -> set[str]:
    """Return the names of the module that a statement uses or binds, in functions too."""
    top = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    return {symbol.get_name() for symbol in top.get_symbols()} | _global(top)


def needed(definition: Definition) -> set[str]:
    """Return the names that a definition needs from elsewhere, builtins and those of the prelude aside."""
    names = mentioned(definition) - {definition.name} | evaluated(definition)
    return {name for name in names - BUILTINS if not name.startswith("_nb_")}


def set_by_functions(node: ast.stmt) -> set[str]:
    """Return the global names that functions in a statement set."""
    return {name for inner in ast.walk(node) if isinstance(inner, ast.Global) for name in inner.names}


def _global(table: symtable.SymbolTable) -> set[str]:
    found: set[str] = set()
    for inner in table.get_children():
        found |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global()}
        found |= _global(inner)
    return found
