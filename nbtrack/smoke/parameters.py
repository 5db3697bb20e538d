"""Give a script other parameters than the notebook has."""

from __future__ import annotations

import ast

from nbtrack.errors import UsageError
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.names import bound_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.script.model import Script

TAG = "parameters"
_WORDS = {"true": True, "false": False, "none": None, "null": None}


def read_parameters(given: Iterable[str]) -> dict[str, object]:
    """Read NAME=VALUE; a value that is no Python literal is text. Raises UsageError."""
    values: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise UsageError(f"-p needs NAME=VALUE, not {text!r}")
        values[name.strip()] = _value(value.strip())
    return values


def with_parameters(script: Script, notebook: Notebook, values: Mapping[str, object]) -> Script:
    """Return the script with values set behind the cell of parameters; raises UsageError."""
    if not values:
        return script
    cell = next((cell for cell in notebook.cells if TAG in cell.tags), None)
    if cell is None:
        raise UsageError(
            f"{notebook.path} has no cell tagged {TAG!r}, so {next(iter(values))} has no place",
            hint="tag the cell that sets the parameters",
        )
    unknown = [name for name in values if name not in _declared(cell)]
    if unknown:
        raise UsageError(
            f"{notebook.path} has no parameter {unknown[0]!r}",
            hint=f"cell {cell.number} sets {', '.join(sorted(_declared(cell))) or 'none'}",
        )
    last = max(i for i, place in enumerate(script.lines, 1) if place and place[0] == cell.number)
    lines = script.source.split("\n")
    lines[last:last] = [f"{name} = {value!r}" for name, value in values.items()]
    places = (*script.lines[:last], *[(cell.number, 1)] * len(values), *script.lines[last:])
    return script._replace(source="\n".join(lines), lines=places)


def _declared(cell: Cell) -> set[str]:
    try:
        return bound_names(tree(cell.source))
    except NotPython:
        return set()


def _value(text: str) -> object:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
