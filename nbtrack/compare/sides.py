"""Read what a comparison needs from the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.compare.files_read import files_read
from nbtrack.compare.model import Side
from nbtrack.errors import StoreError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import Copy, Edit
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.notebook.splice import apply_edits
from nbtrack.store.digest import short_id
from nbtrack.store.live import OUTPUT
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.surroundings import data_of, machine_of, packages_installed

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord


def read_side(record: RunRecord, blobs: Blobs) -> Side:
    """Return a run with its notebook, packages and data; raises StoreError where a blob is missing."""
    return Side(
        record,
        _compared(record, blobs),
        packages_installed(record.environment, blobs),
        files_read(record, blobs),
        machine_of(record.environment, blobs).get("variables"),
        tuple(data_of(record, blobs).get("urls", ())),
    )


def read_notebook(record: RunRecord, blobs: Blobs) -> Notebook:
    """Return the notebook as it came out, or was given where nothing came out, without injected cells.

    A script is a notebook of one cell.
    """
    if record.script is not None and not (record.notebook.executed or record.notebook.given):
        return script_as_notebook(blobs.get(record.script), record.experiment)
    return without_injected(parse(notebook_b(record, blobs), record.experiment))


def notebook_b(record: RunRecord, blobs: Blobs) -> bytes:
    """Return the notebook as it came out, or was given where nothing came out; raises StoreError."""
    name = record.notebook.executed or record.notebook.given
    if name is None:
        raise StoreError(
            f"run {short_id(record.id)} has no notebook",
            hint=f"`nbtrack show {short_id(record.id)}` tells what it has",
        )
    return get_notebook(blobs, name)


def _compared(record: RunRecord, blobs: Blobs) -> Notebook:
    """Return the same, of a script with what it printed."""
    printed = record.artifacts.get(OUTPUT)
    if record.script is None or record.notebook.given or printed is None:
        return read_notebook(record, blobs)
    return script_as_notebook(blobs.get(record.script), record.experiment, blobs.get(printed.blob))


def script_as_notebook(source_b: bytes, path: str, printed_b: bytes = b"") -> Notebook:
    """Return a script as a notebook of one code cell, and what it printed as its output."""
    source, printed = (raw.decode("utf-8", "replace") for raw in (source_b, printed_b))
    stream = {"output_type": "stream", "name": "stdout", "text": printed}
    cell: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [stream] if printed else [],
        "execution_count": None,
    }
    found = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return parse(json.dumps(found).encode("ascii"), path)


def without_injected(notebook: Notebook) -> Notebook:
    """Take out the cells that only repeat the parameters, so that cells have the numbers people know."""
    if not any(INJECTED_TAG in cell.tags for cell in notebook.cells):
        return notebook
    kept = [Copy(cell.pointer) for cell in notebook.cells if INJECTED_TAG not in cell.tags]
    return parse(apply_edits(notebook, [Edit(("cells",), kept)]), notebook.path, notebook.reader)
