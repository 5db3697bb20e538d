"""Put given values into a notebook the way papermill does, in a cell behind the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.errors import RunError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import Copy, Edit, source_lines
from nbtrack.notebook.parameters.binding import DEFAULT, INJECTED
from nbtrack.notebook.parameters.declared import INJECTED_TAG, parameters_cell
from nbtrack.notebook.parameters.other_languages import EQUALS, language_of
from nbtrack.notebook.splice import apply_edits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.notebook.parameters.binding import Bound

_HEADING = "# Parameters, set by nbtrack"


def with_parameters(notebook: Notebook, bound: Mapping[str, Bound]) -> Notebook:
    """Return the notebook with a cell that sets what was given, itself where nothing was.

    The cell takes the place of one that an earlier run put there. Raises RunError for nbformat 3.
    """
    cell = parameters_cell(notebook)
    if cell is None or not assignments(bound):
        return notebook
    if notebook.format[0] < 4:
        raise RunError(
            f"cannot set parameters in {notebook.path}: it is in nbformat {notebook.format[0]}",
            hint="run `jupyter nbconvert --to notebook --inplace` on it to bring it up to date",
        )
    language = language_of(notebook.language)
    new = _cell(injected_source(bound, language.equals if language else EQUALS), notebook)
    cells: list[Any] = []
    for each in notebook.cells:
        cells += [] if _is_injected(each) else [Copy(each.pointer)]
        cells += [new] if each is cell else []
    return parse(apply_edits(notebook, [Edit(("cells",), cells)]), notebook.path, notebook.reader)


def injected_source(bound: Mapping[str, Bound], equals: str = EQUALS) -> str:
    """Return the source of the cell."""
    return "\n".join((_HEADING, *assignments(bound, equals)))


def assignments(bound: Mapping[str, Bound], equals: str = EQUALS) -> list[str]:
    """Return a line for each parameter that was given."""
    return [f"{each.name}{equals}{each.expression}" for each in bound.values() if is_given(each)]


def is_given(bound: Bound) -> bool:
    """Tell whether a person gave the value, which otherwise stands in the notebook."""
    return bound.origin not in (DEFAULT, INJECTED)


def _is_injected(cell: Cell) -> bool:
    return cell.kind == "code" and INJECTED_TAG in cell.tags


def _cell(source: str, notebook: Notebook) -> dict[str, Any]:
    """Make the cell, its keys in nbformat's order."""
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None}
    if notebook.has_ids:
        cell["id"] = _id({each.id for each in notebook.cells if not _is_injected(each)})
    return cell | {"metadata": {"tags": [INJECTED_TAG]}, "outputs": [], "source": source_lines(source)}


def _id(taken: set[str | None]) -> str:
    """Choose an id that is the same for every run, so that two runs differ only in what they do."""
    found, number = INJECTED_TAG, 1
    while found in taken:
        number += 1
        found = f"{INJECTED_TAG}-{number}"
    return found
