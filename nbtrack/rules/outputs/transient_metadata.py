"""Metadata that front ends write while a notebook is used.

## What it does
Finds metadata keys that say how a notebook was last looked at or run: `ExecuteTime`, `execution`,
`collapsed`, `scrolled`, `hidden`, `orig_nbformat`, `signature`, `vscode` and the like.

## Why it matters
They change without anybody editing anything, and so make diffs and merge conflicts out of nothing.

## Example
`"metadata": {"scrolled": true, "ExecuteTime": {"start_time": "..."}}`

## Fix and its safety
The keys are removed, by the same edits as `nbtrack strip`: safe.

## Options
`drop-metadata`, `keep-metadata`, `only-metadata` and `kernel` in `[tool.nbtrack.strip]`.

## On real notebooks
1104 findings in 98 of the 255 notebooks it was read on, all of them `collapsed` (of Colab and of Jupyter
before 2020) or `scrolled`.

## Source
nbstripout's defaults; nbformat's documentation of metadata.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.outputs.widget_state import WIDGET_STATE
from nbtrack.rules.place import in_cell, in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.edits import Edit
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the metadata that strip would take out, but for widget state, which has a rule of its own."""
    notebook, policy = subject.notebook, subject.policy
    edits = [e for e in policy.metadata.notebook_edits(notebook) if e.pointer != WIDGET_STATE]
    if edits:
        yield Finding(rule, in_notebook("metadata"), _message("notebook", edits), _fix(edits))
    for cell in notebook.cells:
        edits = policy.metadata.cell_edits(cell)
        if edits:
            yield Finding(rule, in_cell(cell, "metadata"), _message("cell", edits), _fix(edits))


def _message(owner: str, edits: list[Edit]) -> str:
    return f"transient {owner} metadata: {', '.join(str(edit.pointer[-1]) for edit in edits)}"


def _fix(edits: list[Edit]) -> Fix:
    return Fix("remove the metadata", tuple(edits))
