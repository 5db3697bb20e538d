"""The outputs are not those of the code above them.

## What it does
Finds cells whose stored outputs say themselves that they belong to other code, or to another run: an error
whose traceback quotes lines that are no longer in the cell, and a result that is numbered `Out[3]` below
`In [5]`. So does the mark that `nbtrack sync` leaves on outputs whose code it changed.

## Why it matters
A reader takes the output for what the code does. The code was changed after it ran, or a merge brought the
two together, and the notebook shows what nobody can get from it.

## Example
`cell 4: NBT306 the code changed after it ran: line 2 of it, as output 1 quotes it, is not in the cell`

## Fix and its safety
None: run the notebook from the top, or take the outputs out with `nbtrack strip`.

## Options
None. Only what an output itself proves is reported: most outputs do not tell which code made them, so that
no finding does not mean that the outputs are current. Lines with magics are not compared, as a traceback
quotes what IPython makes of them. Code that a formatter laid out anew, with other quotes, brackets or line
breaks, is the same code, and so is code with other comments.

## On real notebooks
No finding in the 255 notebooks it was read on, and none could be: they hold no errors, and all their results
have the number of their cell. Of 391 others one has 2 findings, both right; of 432 more, which hold a single
error, none has any.
Tests hold it to the tracebacks of IPython 7, 8 and 9.

## Source
IPython's `ultratb` writes the tracebacks; nbformat's `execute_result` has the count of its run.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell
from nbtrack.rules.subject import numbered_outputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_ERRORS = ("error", "pyerr")
_MARK_B = b'"nbtrack.stale"'  # `notebook.stale` imports more than a notebook without marks should cost


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first output of each cell that contradicts the cell."""
    marked = _marked(subject)
    for cell in subject.notebook.cells:
        if cell.kind != "code":
            continue
        if cell.number in marked:
            yield Finding(rule, in_cell(cell, "outputs"), "`nbtrack sync` changed the code after it ran")
            continue
        for index, output in numbered_outputs(cell) if subject.is_python else ():
            message = _contradiction(cell, index + 1, output)
            if message:
                yield Finding(rule, in_cell(cell, "outputs", index), message)
                break


def _marked(subject: Subject) -> frozenset[int]:
    """Return the numbers of the cells that `nbtrack sync` marked and nobody ran since."""
    if _MARK_B not in subject.notebook.raw:
        return frozenset()
    from nbtrack.notebook.stale import is_stale

    return frozenset(cell.number for cell in subject.notebook.cells if cell.kind == "code" and is_stale(cell))


def _contradiction(cell: Cell, number: int, output: dict[str, Any]) -> str | None:
    count = output.get("execution_count")
    if type(count) is int and cell.count is not None and count != cell.count:
        return f"output {number} is the result of [{count}], the cell ran last as [{cell.count}]"
    if output.get("output_type") not in _ERRORS:
        return None
    from nbtrack.rules.execution.tracebacks import foreign_line

    line = foreign_line(cell, output)
    if line is None:
        return None
    return (
        f"the code changed after it ran: line {line} of it, as output {number} quotes it, is not in the cell"
    )
