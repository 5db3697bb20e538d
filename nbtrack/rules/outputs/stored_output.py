"""A code cell stores outputs.

## What it does
Finds code cells whose outputs `nbtrack strip` would take out, with how many there are and how much text
they hold.

## Why it matters
Outputs drown the diff of the code that made them, grow the repository by megabytes with every run, and are
where secrets and rows of personal data leak. What a cell shows belongs to a run, and can be made again by
running it.

## Example
`reports/q3.ipynb: cell 7: NBT101 code cell stores 3 outputs (1.4 MB) [fixable]`

## Fix and its safety
The outputs are removed, by the same edits as `nbtrack strip`: safe, as code and text stay as they are.

## Options
The settings of `[tool.nbtrack.strip]` say what may stay: `keep-outputs`, `keep-tags`, `keep-size`,
`keep-types`, `keep-mimes` and others. A notebook or cell keeps its outputs with `"keep_output": true` in
its metadata or the tag `keep_output`. Where outputs belong to the repository, as in documentation, ignore
this rule and extend the selection by `oversized-output`.

## On real notebooks
3620 findings in 56 of the 255 notebooks it was read on. A script compared all of them with the files: each
cell has outputs. The other notebooks are stored without.

## Source
nbstripout, nb-clean, nbwipers: the first thing that people want out of git.
"""

from __future__ import annotations

from nbtrack.notebook.strip.outputs import output_edits, text_size
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_cell
from nbtrack.terminal import count_text, size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell
    from nbtrack.notebook.edits import Edit
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the cells whose outputs strip would take out."""
    for cell in subject.notebook.cells:
        edits = output_edits(cell, subject.policy)
        if edits:
            yield Finding(rule, in_cell(cell, "outputs"), _message(cell, edits), _fix(edits))


def _fix(edits: list[Edit]) -> Fix:
    return Fix("remove the outputs", tuple(edits))


def _message(cell: Cell, edits: list[Edit]) -> str:
    outputs = cell.data["outputs"]
    touched = {
        edit.pointer[len(cell.pointer) + 1] for edit in edits if len(edit.pointer) > len(cell.pointer) + 1
    }
    leaving = [outputs[i] for i in touched if isinstance(i, int)] or outputs
    return f"{cell.kind} cell stores {count_text(len(leaving), 'output')} ({size_text(text_size(leaving))})"
