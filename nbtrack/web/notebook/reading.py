"""The notebook of a run, as it came out or as it stands so far."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nbtrack.compare.sides import read_notebook, without_injected
from nbtrack.notebook.document import parse
from nbtrack.notebook.executed import executed
from nbtrack.query.comparing import has_code
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.outcomes import read_outcomes
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_KEPT = 4  # each picture of a page asks for its notebook again


def notebook_of(store: Store, record: RunRecord) -> Notebook | None:
    """Return the notebook of a run, None where it has none; raises NbtrackError where a blob is damaged."""
    if record.status == RUNNING and record.notebook.as_run:
        as_run = parse(get_notebook(store.blobs, record.notebook.as_run), record.experiment)
        outcomes = read_outcomes(store.live_folder(record.id))
        return without_injected(parse(executed(as_run, outcomes), record.experiment))
    if not has_code(record):
        return None
    if record.status == RUNNING:  # a script, of which there is its text
        return read_notebook(record, store.blobs)
    return _sealed(store, record.id)


@lru_cache(_KEPT)
def _sealed(store: Store, run_id: str) -> Notebook:
    return read_notebook(store.records.get(run_id), store.blobs)
