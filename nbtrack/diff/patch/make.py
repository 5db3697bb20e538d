"""Make the patch that belongs to a diff."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nbtrack.diff.patch.model import CellPatch, Patch
from nbtrack.diff.patch.values import value_edits
from nbtrack.errors import DiffError
from nbtrack.notebook.document import NEWEST_MAJOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.model import NotebookDiff
    from nbtrack.notebook.document import Notebook


def make_patch(old: Notebook, new: Notebook, diff: NotebookDiff) -> Patch:
    """Return what makes the new notebook of the old one: everything, and not only what was compared.

    The diff says which cell was which. A notebook of nbformat 3 is one value, whatever cells it has.
    Raises DiffError for absurdly nested values.
    """
    has_cells = old.format[0] == new.format[0] == NEWEST_MAJOR
    try:
        cells = tuple(_cells(old, new, diff)) if has_cells else ()
        document = tuple(value_edits(_outside(old, has_cells), _outside(new, has_cells), ()))
    except RecursionError:
        raise DiffError(f"{old.path} and {new.path} are nested too deeply to be compared") from None
    digests = [sha256(book.raw).hexdigest() for book in (old, new)]
    return Patch(digests[0], digests[1], len(old.cells), len(new.cells), cells, document)


def _cells(old: Notebook, new: Notebook, diff: NotebookDiff) -> Iterator[CellPatch]:
    for cell in diff.cells:
        if cell.new is None:
            yield CellPatch(cell.old, None, value=old.cells[(cell.old or 0) - 1].data)
        elif cell.old is None:
            yield CellPatch(None, cell.new, value=new.cells[cell.new - 1].data)
        else:
            edits = tuple(value_edits(old.cells[cell.old - 1].data, new.cells[cell.new - 1].data, ()))
            if edits or cell.kind == "moved":
                yield CellPatch(cell.old, cell.new, edits)


def _outside(book: Notebook, has_cells: bool) -> dict[str, Any]:
    return {key: value for key, value in book.data.items() if not has_cells or key != "cells"}
