"""The run before, and what changed since."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nbtrack.compare.comparison import compare
from nbtrack.compare.comparison_json import comparison_from_json, comparison_to_json
from nbtrack.compare.model import Comparison, Side, Surroundings
from nbtrack.compare.sides import read_side
from nbtrack.errors import NbtrackError
from nbtrack.project import find_root
from nbtrack.record.history import own_history
from nbtrack.record.repeats import likely_repeats
from nbtrack.settings import read_settings
from nbtrack.store.canonical import dump, load
from nbtrack.store.statuses import FINISHED, RUN, RUNNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

    AnyRun = TypeVar("AnyRun", RunRecord, Listed)


def find_previous(store: Store, record: RunRecord) -> Listed | None:
    """Return the run of the same notebook to compare with: the last that finished, else the last at all."""
    return _latest_before(store, record, store.listed(record.experiment))


def find_previous_renamed(store: Store, record: RunRecord, folder: str) -> RunRecord | None:
    """Return the same where the notebook, below a folder, had another name until now."""
    path = os.path.join(find_root(folder), record.experiment)
    return _latest_before(store, record, own_history(path, store)) if os.path.isfile(path) else None


def _latest_before(store: Store, record: RunRecord, runs: Iterable[AnyRun]) -> AnyRun | None:
    before = [
        run
        for run in runs
        if run.kind == RUN and run.status != RUNNING and run.id != record.id and run.started <= record.started
    ]
    finished_first = sorted(before, key=lambda run: run.status != FINISHED)
    return next((run for run in finished_first if not _repeats(store, run.id)), None)


def _repeats(store: Store, run_id: str) -> bool:
    """Tell whether a run is there only for the sake of the run that it repeats."""
    try:
        return store.get(run_id).reproduces is not None
    except NbtrackError:
        return False


class ComparedRuns(NamedTuple):
    """Two runs, what changed from one to the other, and earlier ones that say what of it is noise."""

    old: Side
    new: Side
    comparison: Comparison
    earlier: Sequence[RunRecord]


def compare_runs(store: Store, old: RunRecord, new: RunRecord, folder: str) -> ComparedRuns:
    """Return what changed between two runs, read with the settings of a folder; raises NbtrackError."""
    around = Surroundings(likely_repeats(store, old, new), read_settings(folder).value("metrics"))
    before, after = (read_side(run, store.blobs) for run in (old, new))
    return ComparedRuns(before, after, compare(before, after, around), around.earlier)


def compare_with_previous(store: Store, record: RunRecord, folder: str) -> tuple[str | None, str | None]:
    """Return the id of the run before and the blob of the comparison, None where there is none.

    What is wrong with an older run is no reason to lose this one: then there is no comparison.
    """
    found = find_previous(store, record) or find_previous_renamed(store, record, folder)
    previous = record.reproduces or (found.id if found else None)
    if previous is None:
        return None, None
    try:
        comparison = compare_runs(store, store.get(previous), record, folder).comparison
        return previous, store.blobs.put(dump(comparison_to_json(comparison)))
    except NbtrackError:
        return previous, None


def stored_comparison(store: Store, record: RunRecord) -> Comparison | None:
    """Return the comparison that was made when a run ended, None where there was none to make."""
    return comparison_from_json(load(store.blobs.get(record.diff))) if record.diff else None


def times_before(store: Store, experiment: str) -> dict[int, float]:
    """Return how long each cell took in the last run that finished, by its number."""
    found = next((run for run in store.runs(experiment) if run.kind == RUN and run.status == FINISHED), None)
    cells = store.get(found.id).cells if found else ()
    return {cell.number: cell.duration_s for cell in cells if cell.duration_s is not None}
