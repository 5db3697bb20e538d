"""Which recorded version of which file NOTEBOOK@RUN means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError, UsageError
from nbtrack.record.history import history_of
from nbtrack.store.location import experiment_of
from nbtrack.store.references import find_run, is_latest
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def split_version(word: str) -> tuple[str, str]:
    """Return path and reference; raises UsageError."""
    path, _, reference = word.rpartition("@")
    if not path or not reference:
        raise UsageError(
            f"{word} names no version", hint=f"write NOTEBOOK@RUN; `nbtrack log {word.strip('@')}` lists them"
        )
    return path, reference


def chosen_version(path: str, reference: str, store: Store) -> RunRecord:
    """Return the run or snapshot of a file that a reference names; raises StoreError."""
    experiment = experiment_of(path)
    try:
        runs = [replace(one, experiment=experiment) for one in history_of(path, store)]
        word = f"{experiment}@{reference}" if is_latest(reference) else reference
        found = find_run(word, runs, lambda tag: {one.id for one in runs if tag in one.tags})
    except StoreError as error:
        raise StoreError(error.message, hint=f"`nbtrack log {as_word(path)}` lists what there is") from None
    return store.get(found.id)
