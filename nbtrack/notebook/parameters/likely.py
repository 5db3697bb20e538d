"""Cells that look as if they held a notebook's parameters, for those who tagged none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.declared import TAG, declared_of, without_magics
from nbtrack.notebook.parameters.other_languages import language_of
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.notebook.document import Cell, Notebook

_ONLY_SETS = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
_SHOWN = 4


class Likely(NamedTuple):
    """A cell, the values that it sets, and whether that and imports are all that it does."""

    cell: Cell
    names: Sequence[str]
    is_alone: bool


def how_to_tag(notebook: Notebook) -> str:
    """Say which cell looks like the parameters of a notebook that has none, and how it becomes them."""
    found = likely_cell(notebook)
    how = f"nbtrack params --tag-cell CELL {as_word(notebook.path)}"
    if found is None:
        return f"set the values to choose in a cell of their own, and tag it: `{how}`"
    names = ", ".join([*found.names[:_SHOWN], *(["…"] if len(found.names) > _SHOWN else [])])
    number = str(found.cell.number)
    if not found.is_alone:
        return f"cell {number} sets {names} among other code: move that to its own cell, and tag it: `{how}`"
    return f"cell {number} sets {names}; to make that the parameters: `{how.replace('CELL', number, 1)}`"


def likely_cell(notebook: Notebook) -> Likely | None:
    """Return the first cell that only sets plain values, else the first that sets some, None without any."""
    found = list(_likely(notebook))
    return next((one for one in found if one.is_alone), found[0] if found else None)


def _likely(notebook: Notebook) -> Iterator[Likely]:
    for cell in notebook.cells:
        if cell.kind != "code" or TAG in cell.tags:
            continue
        try:
            declared = declared_of(cell, notebook)
        except RunError:  # no Python, or a language whose cells are not read
            continue
        names = [name for name, one in declared.items() if one.is_constant and _tells(name, one.default)]
        if names:
            yield Likely(cell, names, bool(language_of(notebook.language)) or _is_alone(cell))


def _tells(name: str, value: object) -> bool:
    """Tell a setting from what a loop is going to fill, or nobody looks at."""
    return not name.startswith("_") and value not in (None, [], {}, (), "")


def _is_alone(cell: Cell) -> bool:
    return all(isinstance(each, _ONLY_SETS) for each in ast.parse(without_magics(cell.source)).body)
