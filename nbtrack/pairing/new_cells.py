"""Cells and notebooks that come from a text alone, laid out as nbformat does."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import FIRST_MINOR_WITH_IDS
from nbtrack.notebook.edits import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.pairing.reading import Reading, TextCell

_MAJOR, _MINOR = 4, 5


class Ids:
    """Give out cell ids that are new to a notebook: by content, so that everybody gets the same ones."""

    def __init__(self, taken: Iterable[str | None]) -> None:
        self._taken = set(taken)

    def new(self, cell: TextCell) -> str:
        """Return an id for a cell."""
        number = 0
        while True:
            text = f"{cell.kind}\0{cell.source}\0{number}"
            found = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            if found not in self._taken:
                self._taken.add(found)
                return found
            number += 1


def new_cell(cell: TextCell, ids: Ids, minor: int) -> dict[str, Any]:
    """Return a cell without outputs, its keys in nbformat's order."""
    data: dict[str, Any] = {"cell_type": cell.kind}
    if cell.kind == "code":
        data["execution_count"] = None
    if minor >= FIRST_MINOR_WITH_IDS:
        data["id"] = ids.new(cell)
    data["metadata"] = dict(sorted(cell.told.items()))
    if cell.kind == "code":
        data["outputs"] = []
    return data | {"source": source_lines(cell.source)}


def new_notebook_b(reading: Reading, metadata: dict[str, Any]) -> bytes:
    """Return the bytes of a notebook with the cells of a text."""
    ids = Ids(())
    data = {
        "cells": [new_cell(cell, ids, _MINOR) for cell in reading.cells],
        "metadata": metadata,
        "nbformat": _MAJOR,
        "nbformat_minor": _MINOR,
    }
    return (json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
