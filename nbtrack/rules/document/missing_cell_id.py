"""A cell has no id although the format asks for one.

## What it does
Finds cells without an `id` in notebooks of nbformat 4.5 and later.

## Why it matters
Jupyter gives such a cell a random id every time the notebook is saved, so that a file which nobody edited
shows up as changed, with other ids on every machine. Diffs and merges also use ids to follow a cell that
was moved.

## Example
`{"cell_type": "code", "metadata": {}, "source": "x = 1", ...}` in a notebook that says `"nbformat_minor":
5`.

## Fix and its safety
An id derived from the cell's source and number is added, the same on every machine: safe.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on, of which one is of format 4.5. It is the usual trace of
notebooks written by scripts.

## Source
Jupyter Enhancement Proposal 62; nbformat 4.5 schema, `cell_id`.
"""

from __future__ import annotations

from nbtrack.notebook.edits import Edit
from nbtrack.rules.document.ids import fresh_id, well_formed_ids
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find cells without an id where the format has ids."""
    notebook = subject.notebook
    if not notebook.has_ids:
        return
    without = [cell for cell in notebook.cells if "id" not in cell.data]
    taken = well_formed_ids(notebook.cells) if without else set()
    for cell in without:
        fix = Fix("add an id", (Edit((*cell.pointer, "id"), fresh_id(cell, taken)),))
        yield Finding(rule, in_cell(cell), f"{cell.kind or 'unknown'} cell has no id", fix)
