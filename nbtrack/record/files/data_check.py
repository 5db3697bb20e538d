"""Whether what a run read is still what it was, before the run is repeated: by digest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.record.files.data_files import READ, WRITTEN
from nbtrack.record.files.file_digests import FileDigests
from nbtrack.store.surroundings import data_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


class DataChange(NamedTuple):
    """A file that a run read, with its digests then and now; `now` is None where it is not there any more."""

    path: str
    then: str
    now: str | None


class DataCheck(NamedTuple):
    """How many files that a run read were looked at, and which of them changed."""

    checked: int
    changes: tuple[DataChange, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the files that are not there any more."""
        return tuple(change.path for change in self.changes if change.now is None)

    @property
    def different(self) -> tuple[DataChange, ...]:
        """Return the files that hold something else."""
        return tuple(change for change in self.changes if change.now is not None)


def check_data(record: RunRecord, store: Store, root: str) -> DataCheck | None:
    """Look at the files that a run read, in a project that was rebuilt; None where none are on record.

    Folders that were listed are not looked at: their digest counts what the run wrote into them as well.
    """
    if record.data is None:
        return None
    read = list(_read(data_of(record, store.blobs), record.started))
    digests = FileDigests(store.root)
    found = (DataChange(name, then, _digest(digests, root, name)) for name, then in read)
    return DataCheck(len(read), tuple(change for change in found if change.then != change.now))


def _read(data: Mapping[str, Any], started: str) -> Iterator[tuple[str, str]]:
    """Yield the files of which the record knows what was read, with its digest.

    What changed while the run was on, as by a library in C, is more likely what the run made.
    """
    for file in data.get("files", ()):
        is_made = file["use"] == WRITTEN or (file["use"] == READ and file.get("modified", "") > started)
        if file.get("digest") and not is_made and not file.get("changed_since"):
            yield file["path"], file["digest"]


def _digest(digests: FileDigests, root: str, name: str) -> str | None:
    path = os.path.join(root, os.path.expanduser(name))
    found = digests.of(path) if os.path.isfile(path) else None  # to open a pipe would wait for its writer
    return found[0] if found else None
