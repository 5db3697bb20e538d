"""A table of what smoke runs came to, in a project's store."""

from __future__ import annotations

import os

from nbtrack.errors import StoreError
from nbtrack.notebook.layout import Layout
from nbtrack.rules.cache.table import Table
from nbtrack.store.write_once import keep_out_of_git

_FOLDER = "smoke"
_JSON = Layout(indent="", newline="", comma=",", colon=":", ascii_only=True)


class KeptTable:
    """Values by their keys; where the disk refuses, nobody will know them."""

    def __init__(self, store: str, name: str) -> None:
        self._store = store
        self._table = Table(os.path.join(store, _FOLDER, name))

    def get(self, key: bytes) -> bytes | None:
        """Return a value as JSON, None where there is none."""
        return self._table.get(key)

    def put(self, key: bytes, value: object) -> None:
        """Note a JSON value, to be saved with the others."""
        self._table.put(key, _JSON.render(value, 0).encode("ascii"))

    def save(self) -> None:
        """Write what is new."""
        if not self._table.has_new:
            return
        try:
            keep_out_of_git(self._store)
        except StoreError:
            return
        self._table.save()
