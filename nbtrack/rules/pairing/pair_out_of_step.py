"""The notebook and the text that it is paired with say different things.

## What it does
Compares the notebook with each text that jupytext's metadata or settings pair it with, by content: what the
cells say, never when the files were written.

## Why it matters
A commit with one half of a change leaves two versions of the same work. The next tool that synchronises them
takes one side and throws the other away.

## Example
`train.ipynb: NBT501 train.py changed since it was last in step with train.ipynb`

## Fix and its safety
None here, where files are looked at one by one: `nbtrack sync` brings both sides together.

## Options
None. Which texts belong to a notebook is in its metadata (`jupytext.formats`) or in `jupytext.toml`.

## On real notebooks
No finding in the 255 notebooks it was read on, none of which is paired.

## Source
jupytext's documentation, "Paired notebooks".
"""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError
from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first pair of a notebook that is not in step, or that nobody can tell about."""
    if os.path.isfile(subject.notebook.path):  # what comes from stdin lies beside nothing
        message = _message(subject)
        if message:
            yield Finding(rule, in_notebook(), message)


def surroundings(folder: str) -> object:
    """Return what decides whether a notebook in a folder may be paired at all."""
    from nbtrack.notebook.files import read
    from nbtrack.pairing.jupytext_files import settings_file

    try:
        path = settings_file(folder)
        return path and (path, read(path))
    except NbtrackError as error:
        return error.message


def _message(subject: Subject) -> str | None:
    from nbtrack.pairing.jupytext_settings import settings_in
    from nbtrack.pairing.pairs import may_be_paired

    notebook = subject.notebook
    try:
        if not may_be_paired(notebook.raw, settings_in(os.path.dirname(notebook.path))):
            return None
        subject.looks_outside()  # at the text, what sync remembers, and the last commit
        from nbtrack.pairing.status import IN_STEP, pair_status

        status = pair_status(notebook.path, notebook)
    except NbtrackError as error:
        return f"cannot be compared with its text: {error.message}"
    return status.reason if status and status.verdict != IN_STEP else None
