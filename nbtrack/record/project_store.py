"""The store of a project, which learns of runs whose recorder died what these had used."""

from __future__ import annotations

import contextlib
import os

from nbtrack.errors import NbtrackError, StoreError
from nbtrack.store.location import FOLDER, store_root
from nbtrack.store.store import Store


def find_store(path: str = ".") -> Store:
    """Return the store for a file or folder."""
    return Store(store_root(path), _complete)


def store_at(folder: str) -> Store:
    """Return the store of a folder, or of the project whose folder it is; raises StoreError."""
    folder = os.path.abspath(os.path.expanduser(folder))
    own = os.path.join(folder, FOLDER)
    if os.path.isdir(own):
        return Store(own, _complete)
    if not any(os.path.isdir(os.path.join(folder, name)) for name in ("runs", "live")):
        raise StoreError(f"there is no store in {folder}", hint="`nbtrack store path` says where one is")
    return Store(folder, _complete)


def _complete(store: Store, run_id: str) -> None:
    from nbtrack.record.left_behind import complete  # few runs are left behind, and it imports much

    # A record that says less is better than none.
    with contextlib.suppress(OSError, ValueError, NbtrackError):
        complete(store, run_id)
