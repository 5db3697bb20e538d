"""One notebook of a page that shows several."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.page.view import page_view

if TYPE_CHECKING:
    from nbtrack.diff.engine import DiffScope
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.diff.page.view import PageView
    from nbtrack.notebook.document import Notebook


class Book(NamedTuple):
    """What a notebook is called, whether it is new, gone or renamed, and what changed in it."""

    name: str
    state: str
    anchor: str
    view: PageView


def book_of(
    number: int, diff: NotebookDiff, old: Notebook, new: Notebook, names: tuple[str, str], scope: DiffScope
) -> Book:
    """Return a notebook for its place on the page, counted from 1."""
    anchor = f"notebook-{number}"
    view = page_view(diff, old, new, names, scope, prefix=f"{anchor}-")
    return Book(names[0] if names[1] == os.devnull else names[1], _state(*names), anchor, view)


def _state(old: str, new: str) -> str:
    if old == os.devnull:
        return "new"
    if new == os.devnull:
        return "gone"
    revision, _, before = old.rpartition(":")
    return f"was {before}" if revision and before != new.rpartition(":")[2] else ""
