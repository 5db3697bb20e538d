"""Environment and data of several runs beside each other, where those differ that could be followed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from nbtrack.compare.files_read import files_read, is_known
from nbtrack.errors import NbtrackError
from nbtrack.store.surroundings import packages_installed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.compare.files_read import FilesRead
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST = 40  # rows of each kind
_DIGITS = 10  # of a digest


def used_beside(store: Store, runs: Sequence[RunRecord]) -> list[dict[str, Any]]:
    """Return rows for the table of runs beside each other."""
    environments = [_environment(store, run) for run in runs]
    read = [_files_read(store, run) for run in runs]
    return [*islice(_environment_rows(environments), _MOST), *islice(_data_rows(read), _MOST)]


def _environment(store: Store, run: RunRecord) -> dict[str, str] | None:
    if run.environment is None:
        return None
    try:
        return {"platform": run.environment.platform, **packages_installed(run.environment, store.blobs)}
    except (NbtrackError, OSError):
        return None  # what is lost costs this run its part only


def _files_read(store: Store, run: RunRecord) -> FilesRead | None:
    if run.data is None:
        return None
    try:
        return files_read(run, store.blobs)
    except (NbtrackError, OSError):
        return None


def _environment_rows(found: Sequence[Mapping[str, str] | None]) -> Iterator[dict[str, Any]]:
    known = [one for one in found if one is not None]
    for name in dict.fromkeys(name for one in known for name in one):
        if len({one.get(name) for one in known}) > 1:
            yield _row("environment", name, [None if one is None else one.get(name) for one in found], None)


def _data_rows(found: Sequence[FilesRead | None]) -> Iterator[dict[str, Any]]:
    followed = [one for one in found if one is not None]
    for path in dict.fromkeys(path for one in followed for path in one.files):
        known = [one for one in followed if is_known(path, one, followed)]
        if len({_digest(one, path) for one in known}) > 1:
            yield _row("data", path, [None if one is None else _digest(one, path) for one in found], _DIGITS)


def _digest(run: FilesRead, path: str) -> str | None:
    return run.files[path].digest if path in run.files else None


def _row(kind: str, name: str, values: Sequence[str | None], digits: int | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "values": list(values),
        "texts": [(value or "")[:digits] for value in values],
        "best": [],
        "direction": None,
        "differs": True,
    }
