"""A cell's id is not one that the format allows.

## What it does
Finds ids that are no text, are empty, are longer than 64 characters or hold other characters than letters,
digits, `-` and `_`.

## Why it matters
Validation fails: nbconvert and nbclient refuse the notebook, and Jupyter replaces the id with a random one
on the next save.

## Example
`"id": "cell 7"`, which has a space in it.

## Fix and its safety
The id is replaced by one derived from the cell's source and number, the same on every machine: safe.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on.

## Source
Jupyter Enhancement Proposal 62; nbformat 4.5 schema, `cell_id`.
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

_SHOWN = 40


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find ids that nbformat 4.5 refuses."""
    notebook = subject.notebook
    if not notebook.has_ids:
        return
    wrong = [cell for cell in notebook.cells if "id" in cell.data and not is_well_formed(cell.data["id"])]
    taken = well_formed_ids(notebook.cells) if wrong else set()
    for cell in wrong:
        fix = Fix("replace the id", (Edit((*cell.pointer, "id"), fresh_id(cell, taken)),))
        yield Finding(rule, in_cell(cell, "id"), f"the id {_shown(cell.data['id'])} is not allowed", fix)


def _shown(value: object) -> str:
    if not isinstance(value, str):
        return "that is no text"
    return f'"{value}"' if len(value) <= _SHOWN else f'"{value[:_SHOWN]}…" of {len(value)} characters'
