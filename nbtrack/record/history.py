"""The history of a notebook: its runs and snapshots, those under its former names, and those of its pair."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError
from nbtrack.git.renames import former_names
from nbtrack.pairing.pairs import pairs_of
from nbtrack.store.clock import seconds_of
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def paths_of(path: str) -> list[str]:
    """Return a file and its twins, none where it says nothing sound about them."""
    if not os.path.isfile(path):
        return [path]
    try:
        pairs = pairs_of(path)
    except NbtrackError:
        return [path]
    return [path, *(pair.text if pair.text != path else pair.notebook for pair in pairs)]


def own_history(path: str, store: Store) -> list[RunRecord]:
    """Return the runs and snapshots of a file, the newest first, those from before it was renamed too."""
    found = {record.id: record for record in store.runs(experiment_of(path))}
    for name in former_names(path):
        for record in store.runs(experiment_of(name.path)):
            if name.until_s is None or seconds_of(record.started) <= name.until_s + 1:  # git counts seconds
                found.setdefault(record.id, record)
    return _newest_first(found)


def history_of(path: str, store: Store) -> list[RunRecord]:
    """Return the runs and snapshots of a file and its twins, the newest first."""
    return _newest_first(
        {record.id: record for name in paths_of(path) for record in own_history(name, store)}
    )


def _newest_first(found: dict[str, RunRecord]) -> list[RunRecord]:
    return sorted(found.values(), key=lambda record: record.started, reverse=True)
