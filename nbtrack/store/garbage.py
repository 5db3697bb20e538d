"""Delete what runs that were taken out leave behind, and blobs that no record names.

Others may record at the same time. Whoever keeps a blob marks it as used, also where it is there already, and
only what nobody marked for a day is deleted: it is moved aside, looked at once more, and only then gone.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.store.notebooks import parts_of
from nbtrack.store.telling import silent
from nbtrack.store.verify import blobs_of, notebooks_of
from nbtrack.store.write_once import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.store.telling import Tell

YOUNG_S = 86_400.0
_ASIDE = ".aside"


class Garbage(NamedTuple):
    """Runs that were taken out, and the digests of the blobs that no other run needs."""

    runs: tuple[RunRecord, ...]
    blobs: tuple[str, ...]
    size_bytes: int


def find_garbage(store: Store, tell: Tell = silent) -> Garbage:
    """Return what can be deleted; raises StoreError where a record or notebook cannot be read.

    Then nobody knows what it needs, and nothing is garbage.
    """
    store.seal_dead()
    if damaged := store.records.damaged_packs():
        raise StoreError(f"{damaged[0]}, a pack of records, is damaged", hint="run `nbtrack store verify`")
    removed = tuple(store.removed())
    gone = {run.id for run in removed}
    kept = [run_id for run_id in store.records.ids() if run_id not in gone]
    needed = _needed(store, store.in_progress())
    for number, (run_id, record) in enumerate(store.records.bare(kept)):
        tell(number, len(kept))
        needed |= _needed(store, (record or store.records.get(run_id),))  # which raises if it is damaged
    young = time.time() - YOUNG_S
    sizes = {}
    for digest in store.blobs.digests():
        if digest not in needed:
            with contextlib.suppress(FileNotFoundError):
                status = os.stat(store.blobs.path(digest))
                if status.st_mtime < young:
                    sizes[digest] = status.st_size
    return Garbage(removed, tuple(sizes), sum(sizes.values()))


def delete(store: Store, garbage: Garbage) -> None:
    """Delete garbage, records first: what is cut short is garbage again. Raises StoreError."""
    try:
        store.records.remove({run.id for run in garbage.runs})
        for digest in garbage.blobs:
            _delete_blob(store.blobs.path(digest))
        store.delete_abandoned()
    except OSError as error:
        raise refused(store.root, error) from None


def _needed(store: Store, records: Iterable[RunRecord]) -> set[str]:
    needed: set[str] = set()
    for record in records:
        needed.update(blobs_of(record).values())
        for name in notebooks_of(record).values():
            needed.update(parts_of(store.blobs, name))
    return needed


def _delete_blob(path: str) -> None:
    """Delete a blob unless somebody marked it as used since it was found."""
    aside = path + _ASIDE
    with contextlib.suppress(FileNotFoundError):  # somebody else collects too
        os.rename(path, aside)
        if os.stat(aside).st_mtime < time.time() - YOUNG_S:
            os.unlink(aside)
        else:
            os.rename(aside, path)
