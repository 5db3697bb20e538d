"""The notebook is in a format of 2013 or before.

## What it does
Finds notebooks of nbformat 3, whose cells stand in worksheets.

## Why it matters
Jupyter converts such a notebook when it opens it, and the next save rewrites every line. nbtrack reads the
format and cleans it; nbconvert, pairing and runs want format 4.

## Example
`{"nbformat": 3, "nbformat_minor": 0, "worksheets": [...]}`

## Fix and its safety
None here: the conversion rewrites the whole file. `jupyter nbconvert --to notebook --inplace FILE` does it.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on.

## Source
The nbformat documentation, "Changelog", 4.0.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find a notebook of an old major format."""
    major, minor = subject.notebook.format
    if major < 4:
        yield Finding(
            rule, in_notebook("nbformat"), f"nbformat {major}.{minor}, which Jupyter converts on opening"
        )
