"""The history of a notebook: its runs and snapshots, and those of its pair."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError
from nbtrack.pairing.pairs import pairs_of
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


def history_of(path: str, store: Store) -> list[RunRecord]:
    """Return the runs and snapshots of a file and its twins, the newest first."""
    experiments = dict.fromkeys(map(experiment_of, paths_of(path)))
    found = [record for experiment in experiments for record in store.runs(experiment)]
    return sorted(found, key=lambda record: record.started, reverse=True)
