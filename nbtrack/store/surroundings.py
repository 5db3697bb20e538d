"""What a run used and what it ran in: the parts of a record that stand in blobs as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.canonical import load

if TYPE_CHECKING:
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import Environment, RunRecord


def data_of(record: RunRecord, blobs: Blobs) -> dict[str, Any]:
    """Return the files, folders and addresses of a run, empty where there is nothing on record."""
    return _read(record.data.files if record.data else None, blobs)


def packages_installed(environment: Environment | None, blobs: Blobs) -> dict[str, str]:
    """Return the versions of all packages by name."""
    return _read(environment.packages if environment else None, blobs)


def packages_imported(environment: Environment | None, blobs: Blobs) -> dict[str, str]:
    """Return the versions of those packages that the run took something of."""
    return _read(environment.imported if environment else None, blobs)


def machine_of(environment: Environment | None, blobs: Blobs) -> dict[str, Any]:
    """Return what is on record of the machine."""
    return _read(environment.machine if environment else None, blobs)


def _read(digest: str | None, blobs: Blobs) -> dict[str, Any]:
    found: dict[str, Any] = load(blobs.get(digest)) if digest else {}
    return found
