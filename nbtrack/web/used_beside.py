"""Environment and data of several runs beside each other, where those differ that could be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.sides import files_read
from nbtrack.errors import NbtrackError
from nbtrack.store.surroundings import packages_installed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST = 40  # rows of each kind
_DIGITS = 10  # of a digest


def used_beside(store: Store, runs: Sequence[RunRecord]) -> list[dict[str, Any]]:
    """Return rows for the table of runs beside each other."""
    environments = [_environment(store, run) for run in runs]
    read = [_read(store, run) for run in runs]
    return [*_differing("environment", environments)][:_MOST] + [*_differing("data", read)][:_MOST]


def _environment(store: Store, run: RunRecord) -> Mapping[str, str | None] | None:
    if run.environment is None:
        return None
    try:
        return {"platform": run.environment.platform, **packages_installed(run.environment, store.blobs)}
    except (NbtrackError, OSError):
        return None  # what is lost costs this run its part only


def _read(store: Store, run: RunRecord) -> Mapping[str, str | None] | None:
    if run.data is None:
        return None
    try:
        return {path: one.digest for path, one in files_read(run, store.blobs).items()}
    except (NbtrackError, OSError):
        return None


def _differing(kind: str, found: Sequence[Mapping[str, str | None] | None]) -> Iterator[dict[str, Any]]:
    known = [one for one in found if one is not None]
    for name in dict.fromkeys(name for one in known for name in one):
        if len({one.get(name) for one in known}) > 1:
            values = [None if one is None else one.get(name) for one in found]
            cut = _DIGITS if kind == "data" else None
            yield {
                "kind": kind,
                "name": name,
                "values": values,
                "texts": [(value or "")[:cut] for value in values],
                "best": [],
                "direction": None,
                "differs": True,
            }
