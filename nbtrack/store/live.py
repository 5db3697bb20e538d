"""A run in progress: what is said goes to its journal, and in the end into a sealed record."""

from __future__ import annotations

import os
import time
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.notebook.document import parse
from nbtrack.notebook.executed import executed
from nbtrack.store.clock import seconds_of, utc_text
from nbtrack.store.fold import fold
from nbtrack.store.journal import discard, fragments, last_word, owner
from nbtrack.store.live_folder import leave
from nbtrack.store.logged import read_points
from nbtrack.store.notebooks import get_notebook, put_notebook
from nbtrack.store.outcomes import keep_outcome, keep_widgets, read_outcomes, read_widgets
from nbtrack.store.owner import is_alive, is_here
from nbtrack.store.points import METRICS, SYSTEM, Framing, points_path
from nbtrack.store.printed import read_printed
from nbtrack.store.record import Artifact, Failure, RunRecord
from nbtrack.store.record_json import from_json, json_of, tidied
from nbtrack.store.said import said
from nbtrack.store.statuses import INTERRUPTED, LOST, RUNNING
from nbtrack.store.write_once import refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.notebook.executed import Outcome
    from nbtrack.store.fold import Fragment
    from nbtrack.store.journal import Journal
    from nbtrack.store.series import Series
    from nbtrack.store.store import Store

SILENCE_S = 600.0  # a run on another machine that says nothing for so long is taken for lost
OUTPUT = "output.txt"  # the artifact that holds what a script printed
_FIELDS = frozenset(item.name for item in fields(RunRecord))


class Sealable(NamedTuple):
    """A record as JSON values, and what is to be attached to it."""

    said: dict[str, Any]
    attached: dict[str, bytes]


class LiveRun:
    """The recorder's end of a run, of which fragments are said already."""

    __slots__ = ("_journal", "_said", "_store", "_whole", "id")

    def __init__(self, store: Store, run_id: str, journal: Journal, fragments: Iterable[Fragment]) -> None:
        self._store = store
        self._journal = journal
        self._said = [*fragments]
        self._whole: Sealable | None = None
        self.id = run_id

    @property
    def folder(self) -> str:
        """Return the journal's folder, where other processes append their points."""
        return self._journal.folder

    def append(self, **values: Any) -> None:
        """Say some fields of the record: parts are merged field by field, cells by number.

        Raises StoreError where the disk refuses, TypeError for a field that records do not have.
        """
        if not values:
            return
        if unknown := values.keys() - _FIELDS:
            raise TypeError(f"a record has no field {', '.join(sorted(unknown))}")
        fragment = _json_of(values)
        self._journal.append(fragment)
        self._said.append(fragment)

    def log(self, values: Mapping[str, float], step: int | None = None) -> None:
        """Add a point to some metrics from this process."""
        if values:
            with open(points_path(self.folder, str(time.time_ns())), "xb") as file:
                file.write(Framing().frame(values, step, time.time()))

    def keep(self, cell: int, outcome: Outcome) -> None:
        """Keep the outputs that a cell has so far; raises StoreError where the disk refuses."""
        try:
            keep_outcome(self.folder, cell, outcome)
        except OSError as error:
            raise refused(self.folder, error) from None

    def keep_widgets(self, metadata: Mapping[str, Any]) -> None:
        """Keep what the executed notebook's metadata is to say of its widgets."""
        try:
            keep_widgets(self.folder, metadata)
        except OSError as error:
            raise refused(self.folder, error) from None

    def put(self, raw: bytes) -> str:
        """Keep some bytes as a blob and return their digest; raises StoreError where the disk refuses."""
        return self._store.blobs.put(raw)

    def whole(self) -> RunRecord:
        """Return the record of a run that is over, its series in blobs; what `seal` says is added to it.

        To put a long run's points together twice would take as long as logging some thousands of them.
        """
        self._whole = sealable(self._store, self.folder, self._said)
        return from_json(*self._whole)

    def appended(self) -> RunRecord:
        """Return what the recorder itself has said so far, without what was logged."""
        return from_json(fold(self._said))

    def seal(self, **values: Any) -> RunRecord:
        """Say the last fields, among them the status, and turn the journal into a sealed record."""
        found = self._sealed(values)
        discard(self.folder)
        return from_json(*found)

    def end(self, **values: Any) -> None:
        """Do the same in a process that may begin another run; it calls `live_folder.forget` in the end."""
        self._sealed(values)
        leave(self.folder)

    def _sealed(self, values: Mapping[str, Any]) -> Sealable:
        self.append(**values)
        self._journal.close()
        if self._whole is None:
            found = sealable(self._store, self.folder, self._said)
        else:
            found = self._whole._replace(said=tidied(fold((self._whole.said, _json_of(values)))))
        self._store.records.add_said(*found)
        return found


def seal(store: Store, run_id: str) -> None:
    """Turn the journal of a dead recorder into a record; whoever is first wins."""
    folder = store.live_folder(run_id)
    if not store.records.has(run_id):  # else the recorder died when it had sealed it
        store.records.put(from_json(*sealable(store, folder, fragments(folder))))
    discard(folder)


def sealable(store: Store, folder: str, recorded: Iterable[Fragment]) -> Sealable:
    """Return the record of a run, its series attached or a blob, and its executed notebook put in blobs.

    Its recorder has said what is `recorded`.
    """
    from nbtrack.store.attached import attach_or_put
    from nbtrack.store.series import pack

    names = os.listdir(folder)
    table = read_points(folder, METRICS, names)
    found = _so_far(folder, recorded, table, names)
    attached: dict[str, bytes] = {}
    if table:
        found["series"], attached = attach_or_put(store.blobs, pack(table))
    if samples := read_points(folder, SYSTEM, names):
        found["system"] = store.blobs.put(pack(samples))
    artifacts = found.get("artifacts", {})
    if OUTPUT not in artifacts and (printed := read_printed(folder, names)):
        output = Artifact(store.blobs.put(printed), len(printed), "text/plain")
        found["artifacts"] = artifacts | {OUTPUT: json_of(output)}
    notebook = found.get("notebook", {})
    if notebook.get("as_run") and not notebook.get("executed"):
        as_run = parse(get_notebook(store.blobs, notebook["as_run"]))
        came_out = put_notebook(store.blobs, executed(as_run, read_outcomes(folder), read_widgets(folder)))
        found["notebook"] = notebook | {"executed": came_out}
    return Sealable(tidied(found), attached)


def peek(folder: str) -> RunRecord:
    """Return the record of a journal without keeping anything; raises FileNotFoundError without one."""
    names = os.listdir(folder)
    return from_json(_so_far(folder, fragments(folder), read_points(folder, METRICS, names), names))


def is_over(folder: str) -> bool:
    """Tell whether nobody will write a journal any more, as far as this machine can know."""
    who = owner(folder)
    return is_here(who) and not is_alive(who)


def _json_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json_of(value) for name, value in values.items()}


def _so_far(
    folder: str, recorded: Iterable[Fragment], table: Mapping[str, Series], names: Sequence[str]
) -> dict[str, Any]:
    """Return the record of a run, in whose folder files of these names are, as JSON values."""
    found = fold(chain(said(folder, names), recorded))
    if "status" not in found:
        raise FileNotFoundError(folder)
    if table:
        found["metrics"] = found.get("metrics", {}) | {name: one.at_a_glance() for name, one in table.items()}
    if found["status"] != RUNNING:
        return found
    if is_over(folder):
        return found | _cut_short(found, last_word(folder))
    if not is_here(owner(folder)) and time.time() - last_word(folder) > SILENCE_S:
        found["status"] = LOST
    return found


def _cut_short(found: Mapping[str, Any], ended: float) -> dict[str, Any]:
    """Return the last fields of a run whose recorder died, the same whoever finds it."""
    why = Failure("RecorderDied", "nbtrack was killed, or the machine stopped, before the run ended")
    return {
        "status": LOST,
        "cells": [_stopped(cell) for cell in found.get("cells", ())],
        "error": found.get("error") or json_of(why),
        "ended": utc_text(ended),
        "duration_s": round(max(0.0, ended - seconds_of(found["started"])), 3),
    }


def _stopped(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**cell, "status": INTERRUPTED} if cell["status"] == RUNNING else cell
