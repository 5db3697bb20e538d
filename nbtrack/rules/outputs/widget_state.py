"""The notebook stores the state of its widgets.

## What it does
Finds the saved state of ipywidgets in the notebook's metadata, with its size.

## Why it matters
The state is often larger than the notebook, holds random model ids that change with every run, and may hold
what a person typed into a form. It serves only to show widgets without running the notebook.

## Example
`"metadata": {"widgets": {"application/vnd.jupyter.widget-state+json": {...}}}`

## Fix and its safety
The state is removed, by the same edit as `nbtrack strip`: safe, running the cells makes it again.

## Options
`keep-metadata = ["metadata.widgets"]` in `[tool.nbtrack.strip]`.

## On real notebooks
No finding in the 255 notebooks it was read on.

## Source
The ipywidgets documentation, "Embedding Jupyter widgets"; nbstripout.
"""

from __future__ import annotations

from nbtrack.notebook.strip.outputs import text_size
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_notebook
from nbtrack.terminal import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

WIDGET_STATE = ("metadata", "widgets")


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find widget state that strip would take out."""
    edits = [e for e in subject.policy.metadata.notebook_edits(subject.notebook) if e.pointer == WIDGET_STATE]
    if edits:
        size = size_text(text_size(subject.notebook.metadata["widgets"]))
        yield Finding(
            rule, in_notebook(*WIDGET_STATE), f"widget state stored ({size})", Fix("remove it", tuple(edits))
        )
