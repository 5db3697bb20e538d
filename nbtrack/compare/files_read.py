"""What runs read, and what of it each of them would have on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.surroundings import data_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord


class FileRead(NamedTuple):
    """A file that a run read: what it held, its first cell, and whether only the system told of it."""

    digest: str | None
    cell: int | None
    is_opened: bool = False


class FilesRead(NamedTuple):
    """What a run read, by path; what libraries in C opened is on record where it `is_watched`."""

    files: Mapping[str, FileRead] = {}
    is_watched: bool = False


def files_read(record: RunRecord, blobs: Blobs) -> FilesRead:
    """Return what a run read, folders that it listed among them; what it wrote itself is a result."""
    data = data_of(record, blobs)
    found = [file for file in data.get("files", ()) if file["use"] != "written"]
    folders = [folder | {"path": f"{folder['path']}/"} for folder in data.get("folders", ())]
    files = {
        one["path"]: FileRead(one.get("digest"), one.get("cell"), bool(one.get("opened")))
        for one in (*found, *folders)
    }
    return FilesRead(files, bool(data.get("watched")))


def is_known(path: str, run: FilesRead, runs: Iterable[FilesRead]) -> bool:
    """Tell whether a run's record says if it read what others read: other runs went on meanwhile, say."""
    others = (other.files[path] for other in runs if path in other.files)
    return run.is_watched or path in run.files or not all(one.is_opened for one in others)
