"""One output is larger than the limit.

## What it does
Finds outputs whose texts, encoded pictures included, are longer than a limit, with the part that weighs
most.

## Why it matters
For projects that keep outputs on purpose: one picture or data frame too many makes the notebook slow to
open and the repository heavy for ever, as git keeps every version.

## Example
`cell 9: NBT106 output 2 holds 3.1 MB, mostly image/png`

## Fix and its safety
The output is removed: unsafe, as the project chose to keep outputs and this one may be wanted, only
smaller.

## Options
`max-output-size` in `[tool.nbtrack.check]`, in characters; 500000 unless it is set.

## On real notebooks
No finding in the 255 notebooks it was read on: their largest output is below the default limit.

## Source
pre-commit's `check-added-large-files`, whose default is also 500 kB.
"""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.strip.outputs import text_size
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell
from nbtrack.rules.subject import numbered_outputs
from nbtrack.terminal import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find outputs above the limit."""
    limit = subject.options.max_output_size
    if len(subject.notebook.raw) <= limit:
        return
    for cell in subject.notebook.cells:
        for index, output in numbered_outputs(cell):
            size = text_size(output)
            if size > limit:
                place = in_cell(cell, "outputs", index)
                fix = Fix("remove the output", (Edit(place.pointer, REMOVE),), "unsafe")
                yield Finding(rule, place, _message(index, output, size), fix)


def _message(index: int, output: dict[str, Any], size: int) -> str:
    data = output.get("data")
    heaviest = (
        max(data, key=lambda mime: text_size(data[mime])) if isinstance(data, dict) and data else "text"
    )
    return f"output {index + 1} holds {size_text(size)}, mostly {heaviest}"
