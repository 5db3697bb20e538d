"""A cell stores the number of its last execution.

## What it does
Finds execution counts, of code cells and of their outputs.

## Why it matters
The numbers change with every run, also where code and results stay the same, so that each run touches every
cell in the diff and two branches conflict in cells that neither of them edited.

## Example
`"execution_count": 17`

## Fix and its safety
The counts are cleared, by the same edits as `nbtrack strip`: safe.

## Options
`keep-counts` in `[tool.nbtrack.strip]`.

## On real notebooks
14174 findings in 189 of the 255 notebooks it was read on. A script compared all of them with the files: each
cell has a count.

## Source
nbstripout; nbformat 4 schema, `execution_count`.
"""

from __future__ import annotations

from nbtrack.notebook.strip.outputs import count_edits
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the cells whose counts strip would clear."""
    if subject.policy.keep_counts:
        return
    for cell in subject.notebook.cells:
        edits = count_edits(cell)
        if edits:
            fix = Fix("clear the execution count", tuple(edits))
            yield Finding(rule, in_cell(cell, cell.count_key), "execution count stored", fix)
