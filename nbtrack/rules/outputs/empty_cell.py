"""A cell holds nothing.

## What it does
Finds cells whose source is empty or white space.

## Why it matters
Jupyter leaves one behind after nearly every run of the last cell. They are noise to readers and reviewers.

## Example
The empty code cell at the end of a notebook.

## Fix and its safety
The cell is removed: safe where it has no outputs, attachments, tags or other metadata worth keeping, else
unsafe.

## Options
None. `drop-empty` in `[tool.nbtrack.strip]` lets `nbtrack strip` do the same.

## On real notebooks
In 255 notebooks, 296 cells, nearly all of them the last cell or the space left for a reader's own code.
Many people want them, so the rule is off unless it is selected.

## Source
nbstripout's `--drop-empty-cells`.
"""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find cells without any text."""
    for cell in subject.notebook.cells:
        if cell.kind in ("code", "markdown", "raw") and not cell.source.strip():
            fix = Fix(
                "remove the cell", (Edit(cell.pointer, REMOVE),), "unsafe" if _holds_more(cell) else "safe"
            )
            yield Finding(rule, in_cell(cell), f"empty {cell.kind} cell", fix)


def _holds_more(cell: Cell) -> bool:
    return bool(cell.data.get("outputs") or cell.data.get("attachments") or cell.metadata)
