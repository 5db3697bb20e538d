"""Which definitions can move, and why the others cannot."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from typing import NamedTuple

from nbtrack.script.command_line.module_level import has_no_effect
from nbtrack.script.evaluated import evaluated, is_quiet
from nbtrack.script.mentions import BUILTINS, mentioned, needed, set_by_functions
from nbtrack.script.moving.imports import imports_in
from nbtrack.script.names import bound_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.script.moving.imports import Import
    from nbtrack.script.moving.module import Module
    from nbtrack.script.moving.sources import Written
    from nbtrack.script.translated import Translated

_OF_NOTEBOOKS = ("display", "get_ipython")
_LOOK_AROUND = ("globals", "eval", "exec", "__file__", "__name__")


class Statement(NamedTuple):
    """A statement of the notebook, as its script has it."""

    cell: int
    node: ast.stmt

    @property
    def binds(self) -> set[str]:
        """Return the names that it binds."""
        return bound_names(ast.Module([self.node], []))


class Names(NamedTuple):
    """What a notebook says of its names: how often each is bound, where, and by which imports."""

    statements: tuple[Statement, ...]
    bound: Counter[str]
    cells: dict[str, int]
    imports: dict[str, frozenset[Import]]
    has_star: bool


def names_of(cells: Mapping[int, Translated]) -> Names:
    """Collect the names of a notebook from its cells in plain Python."""
    statements = [one for number, cell in cells.items() for one in _statements(number, cell)]
    bound = Counter(name for one in statements for name in one.binds)
    found: dict[str, list[Import]] = {}
    for one in statements:
        for each in imports_in(one.node):
            found.setdefault(each.name, []).append(each)
    plain = {name: frozenset(every) for name, every in found.items() if len(every) >= bound[name]}
    imports = {name: every for name, every in plain.items() if len(every) == 1 or _are_parts(every)}
    star = any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        for one in statements
        for node in ast.walk(one.node)
    )
    return Names(tuple(statements), bound, {n: s.cell for s in statements for n in s.binds}, imports, star)


def judged(
    written: Sequence[Written], names: Names, module: Module
) -> tuple[list[Written], list[tuple[Written, str]]]:
    """Part those that can move to a module from those that cannot, with the reason."""
    moving = list(written)
    staying: list[tuple[Written, str]] = []
    while True:
        reasons = [(one, _reason(one, moving, names, module)) for one in moving]
        new = [(one, reason) for one, reason in reasons if reason]
        if not new:
            order = {id(one): at for at, one in enumerate(written)}
            return moving, sorted(staying, key=lambda pair: order[id(pair[0])])
        staying += new
        moving = [one for one, reason in reasons if not reason]


def _statements(number: int, cell: Translated) -> list[Statement]:
    return [Statement(number, node) for node in cell.statements()]


def _are_parts(imports: frozenset[Import]) -> bool:
    """Tell whether imports that bind one name complete each other: `import a.b` and `import a.c`."""
    return all(one.what is None and one.alias is None for one in imports)


def _reason(one: Written, moving: list[Written], names: Names, module: Module) -> str:
    return _of_itself(one, names, module) or _of_its_names(one, moving, names, module)


def _of_itself(one: Written, names: Names, module: Module) -> str:
    """Say what of a definition itself keeps it in the notebook."""
    if names.bound[one.name] != 1:
        return f"its name is set {names.bound[one.name]} times"
    if one.has_magic:
        return "it contains a magic"
    if one.name in BUILTINS:
        return "its name is that of a builtin"
    if one.name in module.names:
        return f"{module.path} has a `{one.name}` already"
    if outside := set_by_functions(one.node):
        return f"it sets the global name `{min(outside)}`"
    if found := sorted(mentioned(one.node) & {*_LOOK_AROUND}):
        return f"it uses `{found[0]}`, which means another thing in a module"
    return "" if is_quiet(one.node) else "what it calls where it is defined may depend on the moment"


def _of_its_names(one: Written, moving: list[Written], names: Names, module: Module) -> str:
    """Say which name that it uses keeps it in the notebook."""
    before = {each.name for each in moving[: moving.index(one)]}
    there = {each.name for each in moving}
    late = _late_imports(moving[0], names, module)
    for name in sorted(needed(one.node)):
        own = names.imports.get(name, frozenset())
        if name in there:
            if name in evaluated(one.node) and name not in before:
                return f"it needs `{name}` before that is defined"
        elif not own:
            return _origin(name, names)
        elif name in late:
            return f"cell {late[name]} imports `{name}` behind what may have an effect; move the import up"
        elif name in module.names and not _is_there(own, module) and not _is_its_own(own, module):
            return f"{module.path} has another `{name}`"
    return ""


def _is_there(imports: frozenset[Import], module: Module) -> bool:
    return all(module.imports.get(one.name) == one for one in imports)


def _is_its_own(imports: frozenset[Import], module: Module) -> bool:
    """Tell whether the notebook imports it from the module, where it went before."""
    return all(one.module == module.name and one.alias is None for one in imports)


def _origin(name: str, names: Names) -> str:
    if name in names.cells:
        return f"it uses `{name}`, which cell {names.cells[name]} sets"
    if name in _OF_NOTEBOOKS:
        return f"it uses `{name}`, which only a notebook has"
    if names.has_star:
        return f"it uses `{name}`, which may come from `import *`"
    return f"it uses `{name}`, which no cell sets"


def _late_imports(first: Written, names: Names, module: Module) -> dict[str, int]:
    """Return the imports that the module would make sooner than the notebook, by name, with their cells.

    The module is imported where the first definition stood, or where the notebook imports it already. What
    Python itself brings can be imported any time.
    """
    late: dict[str, int] = {}
    early: set[str] = set()
    is_behind = acted = False
    for one in names.statements:
        imports = imports_in(one.node)
        is_behind = (
            is_behind or first.name in one.binds or any(each.module == module.name for each in imports)
        )
        acted = acted or (is_behind and not imports and not has_no_effect(one.node))
        for each in imports:
            if not acted:
                early.add(each.name)
            elif each.module.partition(".")[0] not in sys.stdlib_module_names:
                late.setdefault(each.name, one.cell)
    return {name: cell for name, cell in late.items() if name not in early}
