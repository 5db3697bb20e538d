"""The store of a project, which learns of runs whose recorder died what these had used."""

from __future__ import annotations

import contextlib

from nbtrack.errors import NbtrackError
from nbtrack.store.location import store_root
from nbtrack.store.store import Store


def find_store(path: str = ".") -> Store:
    """Return the store for a file or folder."""
    return Store(store_root(path), _complete)


def _complete(store: Store, run_id: str) -> None:
    from nbtrack.record.left_behind import complete  # few runs are left behind, and it imports much

    # A record that says less is better than none.
    with contextlib.suppress(OSError, ValueError, NbtrackError):
        complete(store, run_id)
