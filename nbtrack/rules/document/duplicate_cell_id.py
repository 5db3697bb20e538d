"""Two cells have the same id.

## What it does
Finds every cell whose id an earlier cell of the notebook has already.

## Why it matters
Jupyter replaces one of the two with a random id on the next save; until then comments, diffs, merges and
links that go by id meet the wrong cell.

## Example
A cell that a script or a merge has copied, id and all.

## Fix and its safety
The later cell gets an id derived from its source and number, the same on every machine: safe.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on, nearly all of which are of formats without ids.

## Source
Jupyter Enhancement Proposal 62; nbformat 4.5: "ids must be unique".
"""

from __future__ import annotations

from nbtrack.notebook.edits import Edit
from nbtrack.rules.document.ids import fresh_id, is_well_formed, well_formed_ids
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find cells whose id an earlier cell has."""
    notebook = subject.notebook
    if not notebook.has_ids:
        return
    first: dict[str, int] = {}
    taken = well_formed_ids(notebook.cells)
    for cell in notebook.cells:
        if cell.id is None or not is_well_formed(cell.id):
            continue
        if cell.id not in first:
            first[cell.id] = cell.number
            continue
        fix = Fix("give it an id of its own", (Edit((*cell.pointer, "id"), fresh_id(cell, taken)),))
        yield Finding(rule, in_cell(cell, "id"), f'has the id "{cell.id}" of cell {first[cell.id]}', fix)
