"""What a run used: its data, and whether that changed since; its machine, and what it took of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.record.files.data_files import WRITTEN
from nbtrack.record.files.file_digests import FileDigests
from nbtrack.record.used_text import machine_text, remarks_on
from nbtrack.store.series import unpack
from nbtrack.store.surroundings import data_of, machine_of, packages_imported
from nbtrack.web.curves import thinned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

SAME, CHANGED, GONE = "same", "changed", "gone"
_MOST_FILES = 300  # of a page; the command line lists all
_MOST_BYTES = 50_000_000  # of a file that is read for a page
_MOST_READ_BYTES = 200_000_000  # for one page
_SHOWN = ("memory_bytes", "cpu_percent")


def used_of(store: Store, record: RunRecord, project: str) -> dict[str, Any] | None:
    """Return the files, folders and addresses of a run, None where there is nothing on record."""
    if record.data is None:
        return None
    data = data_of(record, store.blobs)
    files = data.get("files", [])
    now = _Now(project, FileDigests(store.root))
    return {
        "files": [_file(file, now) for file in files[:_MOST_FILES]],
        "more": max(0, len(files) - _MOST_FILES),
        **{name: data.get(name, []) for name in ("folders", "urls", "hosts", "unseen")},
        "watched": bool(data.get("watched")),
    }


def _file(file: Mapping[str, Any], now: _Now) -> dict[str, Any]:
    told = {name: file.get(name) for name in ("path", "use", "cell", "size_bytes", "digest", "became")}
    return told | {
        "remarks": remarks_on(file),
        "now": now.state_of(file),
        "is_output": file["use"] == WRITTEN,
    }


class _Now:
    """How files stand now; only those of the project are looked at, and no more than a page is worth."""

    def __init__(self, project: str, digests: FileDigests) -> None:
        self._project = os.path.join(os.path.realpath(project), "")
        self._digests = digests
        self._left_bytes = _MOST_READ_BYTES

    def state_of(self, file: Mapping[str, Any]) -> str | None:
        """Return whether a file is what it was for the run, None where nobody looks."""
        path = os.path.realpath(os.path.join(self._project, file["path"]))
        if os.path.isabs(file["path"]) or file["path"].startswith("~") or not path.startswith(self._project):
            return None
        try:
            size = os.stat(path).st_size
        except OSError:
            return GONE
        was = file.get("became") or file.get("digest")
        if "became" not in file and file.get("size_bytes") not in (None, size):
            return CHANGED
        if was is None or size > min(_MOST_BYTES, self._left_bytes):
            return None
        self._left_bytes -= size
        found = self._digests.of(path)
        return None if found is None else SAME if found[0] == was else CHANGED


def around_of(store: Store, record: RunRecord) -> dict[str, Any]:
    """Return the machine of a run, the packages that it imported, and what its dice were seeded with."""
    environment = record.environment
    if environment is None:
        return {"machine": None, "imported": {}, "seeds": {}, "has_lock": False}
    machine = machine_of(environment, store.blobs)
    return {
        "machine": machine_text(machine) if machine else None,
        "imported": packages_imported(environment, store.blobs),
        "seeds": {name: list(values) for name, values in environment.seeds.items()},
        "has_lock": environment.lock is not None,
    }


def system_of(store: Store, record: RunRecord) -> dict[str, Any]:
    """Return memory and processor of a run by the seconds since it began."""
    table = unpack(store.blobs.get(record.system)) if record.system else {}
    found = {name: [*table[name].points()] for name in _SHOWN if name in table}
    began = min((points[0][1] for points in found.values() if points), default=0.0)
    return {
        name: thinned([(round(at - began, 2), value) for _, at, value in points])
        for name, points in found.items()
        if len(points) > 1
    }
