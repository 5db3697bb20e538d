"""The notebook does not say which language its code is in.

## What it does
Finds notebooks with code cells whose metadata names a language neither in `language_info` nor in
`kernelspec`.

## Why it matters
Tools guess, usually Python: nbconvert names the script `.txt`, viewers show code without colours, and a
runner has no kernel to start.

## Example
`"metadata": {}`

## Fix and its safety
None: only a person knows. Opening and saving the notebook in Jupyter fills it in.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on: where `language_info` is missing, `kernelspec` names Python.

## Source
nbformat 4 documentation, "Metadata"; nbconvert issue 1529.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Notebook
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find a notebook that has code and no language."""
    notebook = subject.notebook
    has_code = any(cell.kind == "code" for cell in notebook.cells)
    if has_code and not _declares(notebook):
        yield Finding(rule, in_notebook("metadata"), "neither language_info nor kernelspec names a language")


def _declares(notebook: Notebook) -> bool:
    for part, keys in (("language_info", ("name",)), ("kernelspec", ("language", "name"))):
        value = notebook.metadata.get(part)
        if isinstance(value, dict) and any(value.get(key) for key in keys):
            return True
    return False
