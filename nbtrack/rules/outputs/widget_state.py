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
No finding in the 255 notebooks it was read on. In 432 others 33, 21 of them the
wrapping of a state that no widget is in any more, which the message says since.

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
        widgets = subject.notebook.metadata["widgets"]
        size = size_text(text_size(widgets))
        message = "empty widget state stored" if _is_empty(widgets) else f"widget state stored ({size})"
        yield Finding(rule, in_notebook(*WIDGET_STATE), message, Fix("remove it", tuple(edits)))


def _is_empty(widgets: object) -> bool:
    """Tell whether all widgets are gone, and the wrapping that their state was in has stayed."""
    if not isinstance(widgets, dict):
        return not widgets
    return all(isinstance(part, dict) and "state" in part and not part["state"] for part in widgets.values())
