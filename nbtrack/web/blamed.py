"""Since which run or snapshot each cell of a notebook, and each of its lines, is as it is."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nbtrack.compare.blame import blame_lines
from nbtrack.compare.versions import as_notebook, notebooks_of
from nbtrack.notebook.files import read
from nbtrack.record.history import history_of
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.store.versions import first_of_each, read_version_at
from nbtrack.web.run_parts import brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.compare.blame import Blamed
    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST_VERSIONS = 300  # what changed before is told as of the oldest of them
_MOST_CELLS = 1_000


def cells_since(store: Store, experiment: str, path: str | None) -> dict[str, Any]:
    """Return the cells of a file, of its newest version where it is gone, and where their lines are from."""
    history = history_of(path, store) if path else store.runs(experiment)
    versions = list(first_of_each(history, experiment))[:_MOST_VERSIONS]
    current = _current(store, experiment, path, versions)
    blamed = blame_lines(current, notebooks_of(store, experiment, versions))
    cells = [*zip(current.cells, blamed, strict=True)][:_MOST_CELLS]
    return {
        "is_current": path is not None,
        "language": current.language,
        "versions": [brief(one) | {"kind": one.kind, "note": one.note} for one in versions],
        "cells": [_cell(cell, one) for cell, one in cells],
    }


def _current(store: Store, experiment: str, path: str | None, versions: list[RunRecord]) -> Notebook:
    if path and os.path.isfile(path):
        return as_notebook(experiment, clean_version(path, read(path)))
    return as_notebook(experiment, read_version_at(versions[0], experiment, store.blobs))


def _cell(cell: Cell, blamed: Blamed) -> dict[str, Any]:
    return {
        "number": cell.number,
        "kind": cell.kind,
        "source": cell.source,
        "version": blamed.version,
        "is_new": blamed.is_new,
        "groups": list(_groups(blamed.lines)),
    }


def _groups(lines: tuple[int | None, ...]) -> Iterator[dict[str, Any]]:
    """Yield rows of lines that are of one version."""
    first = 0
    for version, some in groupby(lines):
        count = len(list(some))
        yield {"version": version, "first": first, "count": count}
        first += count
