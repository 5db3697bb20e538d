"""What a run used whose recorder died, gathered by whoever finds its journal.

`nbtrack.record.project_store` hands it to the store, which stands below.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.document import parse
from nbtrack.record.gathering import gather
from nbtrack.store.canonical import dump, load
from nbtrack.store.journal import fragments, last_word, reopened
from nbtrack.store.live import LiveRun
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.write_once import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_PLACE = "place.json"


def leave_place(live_folder: str, folder: str) -> None:
    """Note beside the journal in which folder the experiment stands; raises StoreError."""
    try:
        with open(os.path.join(live_folder, _PLACE), "wb") as file:
            file.write(dump(folder))
    except OSError as error:
        raise refused(live_folder, error) from None


def complete(store: Store, run_id: str) -> None:
    """Say in the journal of a dead run what its processes used; raises OSError, ValueError and StoreError."""
    folder = store.live_folder(run_id)
    ended = last_word(folder)
    with reopened(folder) as journal:
        live = LiveRun(store, run_id, journal, fragments(folder))
        record = live.appended()
        live.append(**gather(live, store, record, _place(folder, store, record), _sources(record, store)))
        os.utime(journal.path, (ended, ended))  # the time at which the run fell silent


def _place(live_folder: str, store: Store, record: RunRecord) -> str:
    """Return the experiment's folder; a run that code began leaves no note, but its store is in the root."""
    try:
        with open(os.path.join(live_folder, _PLACE), "rb") as file:
            return str(load(file.read()))
    except FileNotFoundError:
        return os.path.dirname(os.path.join(os.path.dirname(store.root), record.experiment))


def _sources(record: RunRecord, store: Store) -> Iterator[str]:
    if record.script:
        yield store.blobs.get(record.script).decode("utf-8", "replace")
    if record.notebook.as_run:
        notebook = parse(get_notebook(store.blobs, record.notebook.as_run))
        yield from (cell.source for cell in notebook.cells if cell.kind == "code")
