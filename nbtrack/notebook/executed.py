"""A notebook with the outcome of a run in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.edits import Edit
from nbtrack.notebook.splice import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.notebook.document import Cell, Notebook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one cell: its outputs as nbformat 4 has them, and its execution count."""

    outputs: list[dict[str, Any]]
    count: int | None


def executed(
    notebook: Notebook, outcomes: Mapping[int, Outcome], widgets: Mapping[str, Any] | None = None
) -> bytes:
    """Return the bytes of the notebook with these outcomes, by cell number, and none in other code cells.

    `widgets` is what its metadata is to say of its widgets, where something is to be said.
    """
    edits = list(_edits(notebook, outcomes))
    if widgets is not None and "metadata" in notebook.data:
        edits.append(Edit(("metadata", "widgets"), dict(widgets)))
    return apply_edits(notebook, edits)


def _edits(notebook: Notebook, outcomes: Mapping[int, Outcome]) -> Iterator[Edit]:
    for cell in notebook.cells:
        if cell.kind == "code":
            outcome = outcomes.get(cell.number, Outcome([], None))
            yield from _edits_of(cell, {"outputs": outcome.outputs, "execution_count": outcome.count})


def _edits_of(cell: Cell, values: dict[str, Any]) -> Iterator[Edit]:
    for key, value in values.items():
        if key not in cell.data or cell.data[key] != value:
            yield Edit((*cell.pointer, key), value)
