"""A cell was never run although others were.

## What it does
Finds code cells with text but without an execution count, in notebooks where other cells have one.

## Why it matters
The outputs below may not be those of the code above: the cell was added after the run, or left out of it.

## Example
`In [ ]: df = df.dropna()` between `In [4]` and `In [5]`.

## Fix and its safety
None: run the notebook from the top and save what comes out.

## Options
A cell with the tag `skip-execution` is not reported, nor is one that holds nothing but comments.

## On real notebooks
3 cells, in 2 of the 255 notebooks it was read on, all of them right. In 432 others 355 in 43: most are
exercises or parts that were left out; 39 have outputs, which the message says since; 4 held comments alone
and are no findings since. In 668 of 64 other packages 84 in 31: 4 of the 65 without outputs have the time of
a run in their metadata, which the message says since.

## Source
nbclient's tag `skip-execution`; nborder and databooks have similar rules.
"""

from __future__ import annotations

from nbtrack.notebook.tags import SKIPPED
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_NOT_RUN = "was not run, though other cells were"
_HAS_OUTPUTS = "has outputs but no count, though other cells have one: nobody can tell when it ran"
_HAS_TIME = "has the time of a run but no count, though other cells have one: nobody can tell what it ran as"
_TIMES = ("execution", "ExecuteTime", "executionInfo")  # of JupyterLab, an extension of Notebook, and Colab


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find code cells without a count in a notebook that has counts."""
    cells = [cell for cell in subject.notebook.cells if cell.kind == "code" and _has_code(cell.source)]
    if all(cell.count is None for cell in cells):
        return
    for cell in cells:
        if cell.count is None and SKIPPED not in cell.tags:
            yield Finding(rule, in_cell(cell), _said(cell))


def _said(cell: Cell) -> str:
    if cell.outputs:
        return _HAS_OUTPUTS
    return _HAS_TIME if any(cell.metadata.get(key) for key in _TIMES) else _NOT_RUN


def _has_code(source: str) -> bool:
    """Tell whether anything would happen if a cell ran: not where all its lines are comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in source.splitlines())
