"""A picture pasted into a text cell is larger than the limit.

## What it does
Finds attachments of Markdown and raw cells above a limit.

## Why it matters
An attachment is source, so that no stripper takes it out; a screenshot of megabytes makes every diff and
clone heavy for ever.

## Example
`cell 3: NBT107 attachment "image.png" holds 2.2 MB`

## Fix and its safety
None: the text refers to it. Scale the picture down, or store it as a file beside the notebook and link to
it.

## Options
`max-output-size` in `[tool.nbtrack.check]`, in characters; 500000 unless it is set.

## On real notebooks
No finding in the 255 notebooks it was read on, none of which has attachments.

## Source
nbformat 4 schema, `attachments`; pre-commit's `check-added-large-files`.
"""

from __future__ import annotations

from nbtrack.notebook.strip.outputs import text_size
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_cell
from nbtrack.terminal import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find attachments above the limit."""
    limit = subject.options.max_output_size
    if len(subject.notebook.raw) <= limit:
        return
    for cell in subject.notebook.cells:
        for name, bundle in cell.attachments.items():
            size = text_size(bundle)
            if size > limit:
                message = f'attachment "{name}" holds {size_text(size)}'
                yield Finding(rule, in_cell(cell, "attachments", name), message)
