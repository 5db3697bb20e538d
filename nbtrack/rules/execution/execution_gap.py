"""Execution counts have gaps: cells were run again, changed or deleted.

## What it does
Finds notebooks whose counts do not start at 1 or leave numbers out.

## Why it matters
Each missing number is a run that the notebook no longer shows: of a cell that was run twice, edited in
between, or deleted while its variables live on.

## Example
Counts 1, 2, 5: whatever ran as 3 and 4 is gone.

## Fix and its safety
None: run the notebook from the top and save what comes out.

## Options
Off unless it is selected: who works in a notebook runs cells twice, and only a notebook that must be the
record of one run from top to bottom has no gaps.

## On real notebooks
23 of the 255 notebooks it was read on, among them the 7 whose cells ran out of order.

## Source
Pimentel et al., "A large-scale study about quality and reproducibility of Jupyter notebooks", MSR 2019.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first gap in the counts, and how many runs are missing altogether."""
    counted = [cell for cell in subject.notebook.cells if cell.kind == "code" and cell.count is not None]
    counts = sorted({cell.count or 0 for cell in counted})
    missing = counts[-1] - len(counts) if counts else 0
    if missing <= 0:
        return
    first = next(n for n, count in enumerate(counts, 1) if n != count)
    cell = next(cell for cell in counted if cell.count == counts[first - 1])
    runs = f"{missing} runs are" if missing > 1 else "1 run is"
    message = (
        f"[{cell.count}] follows [{first - 1}]: {runs} missing" if first > 1 else f"starts at [{cell.count}]"
    )
    yield Finding(rule, in_cell(cell, cell.count_key), message)
