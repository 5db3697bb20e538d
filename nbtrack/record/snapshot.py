"""Record a version of a notebook or script without running it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.notebook.files import read
from nbtrack.record.plan import Labels
from nbtrack.record.provenance import keep_checkout
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.record.secrets.redaction import redacted
from nbtrack.store.clock import utc_text
from nbtrack.store.location import experiment_of
from nbtrack.store.record import RunRecord, new_id
from nbtrack.store.statuses import SNAPSHOT
from nbtrack.store.versions import keep_version, version_name
from nbtrack.store.write_once import keep_out_of_git

if TYPE_CHECKING:
    from nbtrack.store.store import Store
    from nbtrack.store.versions import Kept


class Snapshot(NamedTuple):
    """The record that holds a file's version, the one before it, and whether it was made just now."""

    record: RunRecord
    before: RunRecord | None
    is_new: bool


def take_snapshot(path: str, store: Store, labels: Labels) -> Snapshot:
    """Record a file as it stands, unless nothing is said of it that the newest version on record lacks.

    Raises NotebookError where it cannot be read, and StoreError where the disk refuses.
    """
    raw = read(path)
    keep_out_of_git(store.root)
    kept = keep_version(path, clean_version(path, raw), store.blobs)
    versions = [run for run in store.runs(experiment_of(path)) if version_name(run)]
    newest = versions[0] if versions else None
    if newest and version_name(newest) == kept.name and labels == Labels():
        return Snapshot(newest, newest, is_new=False)
    return Snapshot(record_version(path, kept, store, labels), newest, is_new=True)


def record_version(path: str, kept: Kept, store: Store, labels: Labels) -> RunRecord:
    """Record a version whose content is in the store already."""
    folder = os.path.dirname(os.path.abspath(path))
    now = utc_text(time.time())
    record = RunRecord(
        id=new_id(),
        kind=SNAPSHOT,
        experiment=experiment_of(path),
        started=now,
        ended=now,
        status=SNAPSHOT,
        name=labels.name and redacted(labels.name),
        tags=tuple(map(redacted, labels.tags)),
        note=labels.note and redacted(labels.note),
        git=keep_checkout(folder, store.blobs),
        **kept.fields,
    )
    store.records.add(record)
    return record
