"""The parameters of a notebook as those of a function, and as options."""

from __future__ import annotations

import ast
from collections import Counter
from typing import NamedTuple

from nbtrack.errors import ScriptError
from nbtrack.notebook.parameters.declared import TAG, declared_parameters, parameters_cell
from nbtrack.notebook.parameters.expressions import on_one_line
from nbtrack.notebook.parameters.kinds import DATES, Kind
from nbtrack.notebook.parameters.likely import how_to_tag
from nbtrack.script.literals import quoted
from nbtrack.script.mentions import BUILTINS
from nbtrack.script.production.paragraphs import without
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.declared import Declared
    from nbtrack.script.translated import Translated


class Parameters(NamedTuple):
    """What a notebook declares; `plain` are the names whose declarations can become defaults."""

    cell: int
    declared: Mapping[str, Declared]
    plain: frozenset[str]

    @property
    def signature(self) -> str:
        """Return the arguments of a function, by name only; `...` stands for what the cells work out."""
        arguments = []
        for name, one in self.declared.items():
            default = on_one_line(one.expression) if name in self.plain else "..."
            arguments.append(f"{name}={default}" if one.expression else name)
        return ", ".join(("*", *arguments))

    @property
    def computed(self) -> dict[str, str]:
        """Return the expressions of those that the cells work out, as a run of the notebook records them."""
        return {
            name: one.expression
            for name, one in self.declared.items()
            if one.expression and name not in self.plain
        }


def parameters_of(notebook: Notebook) -> Parameters:
    """Return what the parameters cell declares; raises ScriptError where there is nothing."""
    cell = parameters_cell(notebook)
    declared = declared_parameters(notebook)
    if cell is None:
        raise ScriptError(
            f"{notebook.path} has no cell tagged `{TAG}`, of which a command line could be made",
            hint=how_to_tag(notebook),
        )
    if not declared:
        raise ScriptError(
            f"{notebook.path}: cell {cell.number} is tagged `{TAG}` and sets nothing",
            hint="it should hold assignments such as `learning_rate = 0.001`",
        )
    return Parameters(cell.number, declared, frozenset())


def without_declarations(
    parameters: Parameters, cell: Translated, there: Collection[str]
) -> tuple[Parameters, Translated]:
    """Take plain declarations out of the cell that declares them; `there` are names that defaults may use.

    A declaration stays where something else in the cell uses the name: it is computed from the default then,
    whatever is given, as in a run of the notebook.
    """
    body = cell.statements()
    mentions = Counter(n.id for one in body for n in ast.walk(one) if isinstance(n, ast.Name))
    plain: set[str] = set()
    gone: set[int] = set()
    for node in body:
        names = _set_by(node)
        lines = range(node.lineno, (node.end_lineno or 0) + 1)
        shared = any(
            other is not node and not {other.lineno, other.end_lineno}.isdisjoint(lines) for other in body
        )
        if names and not shared and all(_is_plain(one, parameters, mentions, there) for one in names):
            plain |= names
            gone.update(at - 1 for at in lines)
    return parameters._replace(plain=frozenset(plain)), without(cell, gone)


def _set_by(node: ast.stmt) -> set[str]:
    """Return the names of a plain declaration, none for any other statement."""
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Assign):
        targets = [one for target in node.targets for one in getattr(target, "elts", [target])]
    else:
        return set()
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return names if len(names) == len(targets) else set()


def _is_plain(name: str, parameters: Parameters, mentions: Counter[str], there: Collection[str]) -> bool:
    one = parameters.declared.get(name)
    if one is None or mentions[name] != 1:
        return False
    if not one.expression:
        return True
    used = {
        node.id for node in ast.walk(ast.parse(one.expression, mode="eval")) if isinstance(node, ast.Name)
    }
    return one.is_constant and all(each in there or each in BUILTINS for each in used)


def options(declared: Iterable[Declared]) -> list[str]:
    """Return a line of a dict for each parameter: name, kind, default and help."""
    return [
        f"{quoted(one.name)}: ({kind(one.kind)}, {_text(on_one_line(one.expression))}, {_text(one.comment)}),"
        for one in declared
    ]


def kind(of: Kind) -> str:
    """Return the call that makes the kind at run time."""
    more = [quoted("any" if of.name not in _KNOWN and not of.wrapper else of.name)]
    items = of.items or (Kind("str") if of.name in DATES else None)
    more += [f"items={kind(items)}"] if items else []
    more += ["optional=True"] if of.optional else []
    more += [f"choices={of.choices!r}"] if of.choices else []
    more += ["wraps=True"] if of.wrapper else []
    return f"_nb_kind({', '.join(more)})"


_KNOWN = frozenset(
    ("any", "object", "bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "set", "dict")
)


def _text(text: str) -> str:
    return quoted(safe_line(" ".join(text.split())))
