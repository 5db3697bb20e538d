"""`nbtrack blame`: show in which run or snapshot each cell last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.columns import print_table, terminal_width
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.compare.blame import blame_cells, blame_lines
from nbtrack.compare.times import ago
from nbtrack.compare.versions import as_notebook, notebooks_of
from nbtrack.notebook.files import read
from nbtrack.record.history import history_of
from nbtrack.record.project_store import find_store
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.store.digest import short_id
from nbtrack.store.versions import NOTEBOOK, first_of_each
from nbtrack.terminal import as_word, cut
from nbtrack.text_table import Column, with_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.compare.blame import Blamed
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord

COMMAND = Command(
    "blame",
    "show in which run or snapshot each cell last changed",
    arguments=("NOTEBOOK|SCRIPT", 1, 1),
    options=(
        Option("-l", "--lines", help="show it for each line"),
        JSON,
    ),
    description=(
        "A cell is followed through all recorded versions of its notebook, wherever it moved; what counts\n"
        "is its source. What no version on record has is marked. A script is shown line by line."
    ),
    examples=(
        ("nbtrack blame train.ipynb", "since when is each cell as it is?"),
        ("nbtrack blame --lines train.ipynb", "and each line?"),
    ),
)
_UNRECORDED = "not recorded"
_NOTE = 30


class _Blame(NamedTuple):
    """A file, its versions, newest first, and what they say of its cells."""

    path: str
    current: Notebook
    versions: list[RunRecord]
    cells: list[Blamed]


def run(args: Args, out: Output) -> int:
    """Follow each cell back to the version in which it changed."""
    path = args.positional[0]
    has_lines = args.flag("lines") or not path.endswith(NOTEBOOK)
    found = _blame_lines(path) if has_lines else _blame_cells(path)
    if args.flag("json"):
        out.json(_json(found))
        return 0
    if not found.versions:
        out.note(f"there is no version of {path} on record; `nbtrack snapshot {as_word(path)}` records one")
    elif has_lines:
        _show_lines(found, out)
    else:
        _show_cells(found, out)
    return 0


def _blame_cells(path: str) -> _Blame:
    current, versions, notebooks = _history(path)
    return _Blame(path, current, versions, blame_cells(current, notebooks))


def _blame_lines(path: str) -> _Blame:
    current, versions, notebooks = _history(path)
    return _Blame(path, current, versions, blame_lines(current, notebooks))


def _history(path: str) -> tuple[Notebook, list[RunRecord], Iterator[Notebook]]:
    """Return the file, its versions, and these versions read one by one as they are asked for."""
    current = as_notebook(path, clean_version(path, read(path)))
    store = find_store(path)
    versions = list(first_of_each(history_of(path, store), path))
    return current, versions, notebooks_of(store, path, versions)


def _show_cells(found: _Blame, out: Output) -> None:
    cells = found.cells
    origins = [None if one.version is None else found.versions[one.version] for one in cells]
    columns = [
        Column("CELL", [str(one.cell) for one in cells], right=True),
        Column(
            "LAST CHANGED IN",
            [_UNRECORDED if origin is None else f"{origin.kind} {short_id(origin.id)}" for origin in origins],
            styles=["red" if origin is None else "yellow" for origin in origins],
        ),
        Column("WHEN", ["" if origin is None else ago(origin.started) for origin in origins]),
    ]
    if any(notes := [_said(origin) for origin in origins]):
        columns.append(Column("NOTE", notes))
    titles = [cell.first_line for cell in found.current.cells]
    print_table(with_titles(columns, titles, terminal_width()), out)


def _show_lines(found: _Blame, out: Output) -> None:
    for cell, blamed in zip(found.current.cells, found.cells, strict=True):
        if found.path.endswith(NOTEBOOK):
            out.styled(out.paint(f"cell {cell.number}, {cell.kind}", "bold"))
        for place, line in zip(blamed.lines, cell.source.split("\n"), strict=False):
            origin = None if place is None else found.versions[place]
            name = (
                out.paint(f"{_UNRECORDED:8}", "red")
                if origin is None
                else out.paint(short_id(origin.id), "yellow")
            )
            when = "" if origin is None else ago(origin.started)
            out.styled(f"{name}  {out.paint(f'{when:14}', 'dim')}  {out.paint(line)}".rstrip())


def _said(origin: RunRecord | None) -> str:
    text = (origin.name or origin.note or "") if origin else ""
    return cut(text, _NOTE)


def _json(found: _Blame) -> dict[str, Any]:
    def name(place: int | None) -> str | None:
        return None if place is None else found.versions[place].id

    cells = [
        {
            "cell": one.cell,
            "id": cell.id,
            "type": cell.kind,
            "version": name(one.version),
            "added": one.is_new,
            "lines": [name(place) for place in one.lines],
        }
        for one, cell in zip(found.cells, found.current.cells, strict=True)
    ]
    versions = [
        {"id": one.id, "kind": one.kind, "started": one.started, "name": one.name, "note": one.note}
        for one in found.versions
    ]
    return {"schema": "nbtrack.blame/1", "path": found.path, "cells": cells, "versions": versions}
