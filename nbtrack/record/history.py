"""The history of a notebook: its runs and snapshots, those under its former names, and those of its pair."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError
from nbtrack.git.renames import former_names
from nbtrack.pairing.pairs import pairs_of
from nbtrack.store.clock import seconds_of
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Name(NamedTuple):
    """An experiment that a file is, or was until so many seconds since the epoch."""

    experiment: str
    until_s: int | None = None

    def holds(self, started: str) -> bool:
        """Tell whether a run of this name that began then is one of the file."""
        return self.until_s is None or seconds_of(started) <= self.until_s + 1  # git counts seconds


def own_names(path: str) -> list[Name]:
    """Return the name of a file, and those that it had before it was renamed."""
    former = (Name(experiment_of(name.path), name.until_s) for name in former_names(path))
    return [Name(experiment_of(path)), *former]


def names_of(path: str) -> list[Name]:
    """Return the names of a file and its twins, now and before."""
    return [name for twin in paths_of(path) for name in own_names(twin)]


def own_history(path: str, store: Store) -> list[RunRecord]:
    """Return the runs and snapshots of a file, the newest first, those from before it was renamed too."""
    return _runs_of(own_names(path), store)


def history_of(path: str, store: Store) -> list[RunRecord]:
    """Return the runs and snapshots of a file and its twins, the newest first."""
    return _runs_of(names_of(path), store)


def _runs_of(names: Iterable[Name], store: Store) -> list[RunRecord]:
    found = {
        record.id: record
        for name in names
        for record in store.runs(name.experiment)
        if name.holds(record.started)
    }
    return sorted(found.values(), key=lambda record: record.started, reverse=True)
