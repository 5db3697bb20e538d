"""The cells were not run from top to bottom.

## What it does
Finds notebooks in which a cell has a smaller execution count than a cell above it.

## Why it matters
What the outputs show came about in another order than a reader, or the next run, will take. Such a notebook
may fail, or give other numbers, when it is run from the top.

## Example
```
In [3]: model.fit(X)
In [2]: X = clean(X)
```

## Fix and its safety
None: run the notebook from the top and save what comes out.

## Options
None. Where counts are stripped there is nothing to see, and a cell that holds nothing is not looked at.

## On real notebooks
7 of the 255 notebooks it was read on, all of them looked at: single cells were run again, or whole
parts ran in another session. So it is in 16 of 432 others.

## Source
Pimentel et al., "A large-scale study about quality and reproducibility of Jupyter notebooks", MSR 2019.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first cell that ran before a cell above it, and how many others did."""
    early = list(_early(subject.notebook))
    if not early:
        return
    cell, above = early[0]
    more = f"; so did {len(early) - 1} more" if len(early) > 1 else ""
    message = f"ran as [{cell.count}], before cell {above.number} above it, [{above.count}]{more}"
    yield Finding(rule, in_cell(cell, cell.count_key), message)


def _early(notebook: Notebook) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells that ran before a cell above them, each with the last of those to run."""
    latest: Cell | None = None
    for cell in notebook.cells:
        if cell.kind != "code" or cell.count is None or not cell.source.strip():
            continue
        if latest is not None and cell.count < (latest.count or 0):
            yield cell, latest
        else:
            latest = cell
