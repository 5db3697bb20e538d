"""A code cell stores the error it ended with.

## What it does
Finds outputs of the type `error`, with the error's name and message.

## Why it matters
The notebook did not run to its end the last time it was saved. Readers cannot tell whether that was meant,
and tracebacks show paths and values of the machine they come from.

## Example
`cell 12: NBT104 stores an error: ModuleNotFoundError: No module named 'tensorflow'`

## Fix and its safety
None of its own: run the cell again, or let `stored-output` remove its outputs. A cell that shows an error
on purpose says so with the tag `raises-exception`, which Jupyter's tools know too, and is not reported.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on, which hold no errors. Notebooks that teach errors hold them on
purpose; those can say so with the tag `raises-exception`. In 432 others one, a `KeyError` nobody meant.

## Source
nbformat 4 schema, `error`; nbclient's tag `raises-exception`.
"""

from __future__ import annotations

from nbtrack.notebook.tags import MAY_RAISE
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell
from nbtrack.rules.subject import numbered_outputs
from nbtrack.terminal import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_LONGEST = 100


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the error of each cell that did not expect one."""
    for cell in subject.notebook.cells:
        if MAY_RAISE in cell.tags:
            continue
        for index, output in numbered_outputs(cell):
            if output.get("output_type") in ("error", "pyerr"):
                yield Finding(rule, in_cell(cell, "outputs", index), f"stores an error: {_title(output)}")


def _title(output: dict[str, Any]) -> str:
    first_line = str(output.get("evalue") or "").strip().partition("\n")[0]
    title = ": ".join(part for part in (str(output.get("ename") or "error"), first_line) if part)
    return cut(title, _LONGEST)
