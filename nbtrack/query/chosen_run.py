"""Which run a word of the command line means."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.location import experiment_of
from nbtrack.store.references import LATEST, find_run, with_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord
    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store

_EMPTY = "the store is empty: `nbtrack run NOTEBOOK` records a run, NBTRACK_STORE names another store"


def chosen_run(word: str, store: Store) -> RunRecord:
    """Return the whole record of a run: by reference, or the last of a notebook; raises StoreError."""
    return _chosen(word, store, store.listed())


def chosen_runs(words: Sequence[str], store: Store) -> list[RunRecord]:
    """Return the same of several words, for which all runs are listed once."""
    listed = store.listed() if words else []
    return [_chosen(word, store, listed) for word in words]


def chosen_on(words: Sequence[str], sheet: Sheet) -> Sheet:
    """Return the same as a sheet: no record is read."""
    places = {run.id: place for place, run in enumerate(sheet.runs)}
    found = [_found(word, sheet.runs, lambda tag: with_tag(tag, sheet)) for word in words]
    return sheet.only([places[run.id] for run in found])


def _chosen(word: str, store: Store, listed: Sequence[Listed]) -> RunRecord:
    def tagged(tag: str) -> set[str]:
        with store.sheet() as sheet:
            return with_tag(tag, sheet)

    return store.get(_found(word, listed, tagged).id)


def _found(word: str, listed: Sequence[Listed], tagged: Callable[[str], set[str]]) -> Listed:
    if os.path.exists(word):
        word = f"{experiment_of(word)}@{LATEST}"
    elif "@" in word and os.path.exists(word.rpartition("@")[0]):
        notebook, _, age = word.rpartition("@")
        word = f"{experiment_of(notebook)}@{age}"
    try:
        return find_run(word, listed, tagged)
    except StoreError as error:
        if not listed:
            raise StoreError(error.message, hint=_EMPTY) from None
        named = experiment_named(word, lambda: listed)
        if all(run.experiment != named for run in listed):
            raise
    return find_run(f"{named}@{LATEST}", listed)


def experiment_named(word: str, listed: Callable[[], Iterable[Listed]]) -> str:
    """Return how a store calls an experiment: by its path from here, or as code that began it says.

    The runs are listed only where there is no such file.
    """
    is_name = not os.path.exists(word) and any(run.experiment == word for run in listed())
    return word if is_name else experiment_of(word)


def run_if_any(word: str, store: Store) -> RunRecord | None:
    """Return the run that a word which is no file names, None where it names none."""
    if os.path.exists(word):
        return None
    try:
        return chosen_run(word, store)
    except StoreError:
        return None
