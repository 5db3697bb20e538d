"""The notebook breaks the schema of its own format.

## What it does
Holds the document against nbformat 4.0 to 4.5: keys that are missing or do not belong, values of the wrong
type, outputs that cannot be outputs, tags that stand twice, a `nbformat_minor` that does not fit what is
there.

## Why it matters
Jupyter opens many such files and repairs them silently on the next save, which changes lines that nobody
touched. Other tools refuse them: nbconvert, nbclient and the notebook viewers validate first.

## Example
A code cell without `outputs`, or an `execution_count` on a Markdown cell.

## Fix and its safety
A missing `outputs`, `execution_count` or `metadata` is added as the empty value that Jupyter would add, and
an `execution_count` or empty `outputs` on a cell that cannot run is taken away: safe. Anything else needs a
person.

## Options
None.

## On real notebooks
2 findings in one of the 255 notebooks it was read on, both right: a code cell has neither
outputs nor a count.

## Source
nbformat's JSON Schemas v4.0 to v4.5; nbformat's own validator agrees on every notebook of the tests.
"""

from __future__ import annotations

from nbtrack.notebook.document import FIRST_MINOR_WITH_IDS
from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.rules.document.schema import (
    CELL_KEYS,
    cell_problems,
    notebook_problems,
)
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell, in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_EMPTY: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find every place where the document is not what nbformat asks for."""
    notebook = subject.notebook
    major, minor = notebook.format
    if major != 4:
        return
    for pointer, message in notebook_problems(notebook.data):
        yield Finding(rule, in_notebook(*pointer), message)
    with_early_id = [cell for cell in notebook.cells if minor < FIRST_MINOR_WITH_IDS and "id" in cell.data]
    if with_early_id:
        yield _early_ids(rule, with_early_id, minor)
    for cell in notebook.cells:
        for pointer, message in cell_problems(cell.data, minor):
            if pointer == ("id",) and with_early_id:
                continue
            yield Finding(rule, in_cell(cell, *pointer), message, _fix(cell, pointer))


def _early_ids(rule: Rule, cells: list[Cell], minor: int) -> Finding:
    count = f"{len(cells)} cells have" if len(cells) > 1 else "1 cell has"
    message = (
        f"{count} an id, which nbformat 4.{minor} does not know: set nbformat_minor to {FIRST_MINOR_WITH_IDS}"
    )
    return Finding(rule, in_notebook("nbformat_minor"), message)


def _fix(cell: Cell, pointer: tuple[str | int, ...]) -> Fix | None:
    if len(pointer) != 1 or cell.kind not in CELL_KEYS:
        return None
    key = str(pointer[0])
    if key not in cell.data:
        return (
            Fix(f"add an empty {key}", (Edit((*cell.pointer, key), _EMPTY[key]),)) if key in _EMPTY else None
        )
    if cell.kind != "code" and (key == "execution_count" or (key == "outputs" and not cell.data[key])):
        return Fix(f"take {key} away", (Edit((*cell.pointer, key), REMOVE),))
    return None
