"""Chosen runs as plain values, scrubbed: what the page, the folder and the Markdown say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.ranking import best_places
from nbtrack.errors import NbtrackError
from nbtrack.web.curves import curves_of
from nbtrack.web.metrics import metrics_with
from nbtrack.web.run import previous_of
from nbtrack.web.run_parts import RECENT
from nbtrack.web.share.details import details_of
from nbtrack.web.share.figures import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.details import Details
    from nbtrack.web.share.figures import Figure
    from nbtrack.web.share.scrubbing import Scrubber

_MOST_POINTS = 8_000  # of all curves, each as a line and as numbers: about 280 KB of the page
_FEWEST_POINTS = 8
_LEADING = 3  # metrics before the parameters, as in the live table


class Column(NamedTuple):
    """A column of the table of runs."""

    kind: str
    name: str
    direction: str | None
    best: frozenset[int]


class SharedRun(NamedTuple):
    """One run: its facts, and what else there is to see of it."""

    facts: Mapping[str, Any]
    parameters: Mapping[str, Any]
    origins: Mapping[str, str]
    metrics: Mapping[str, Mapping[str, Any]]
    curves: Mapping[str, Sequence[tuple[float, float]]]
    figures: tuple[Figure, ...]
    details: Details


class Shared(NamedTuple):
    """All that is shared: runs, the columns in which they differ, and the parameters that all have alike."""

    title: str
    runs: tuple[SharedRun, ...]
    columns: tuple[Column, ...]
    alike: Mapping[str, Any]


def shared_runs(
    title: str, records: Sequence[RunRecord], store: Store, scrubber: Scrubber, directions: Mapping[str, str]
) -> Shared:
    """Return what is shown of some runs; raises StoreError where the store cannot be read."""
    recent = {name: store.newest(RECENT, name)[0] for name in {record.experiment for record in records}}
    runs = _thinned([_run(record, store, scrubber, recent[record.experiment]) for record in records])
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    values = {name: [run.parameters.get(name) for run in runs] for name in names}
    alike = {
        name: found[0] for name, found in values.items() if len(runs) > 1 and len(set(map(repr, found))) == 1
    }
    metrics = sorted(_metric_columns(runs, directions), key=lambda column: column.direction is None)
    parameters = [Column("parameter", name, None, frozenset()) for name in names if name not in alike]
    columns = (*metrics[:_LEADING], *parameters, *metrics[_LEADING:])
    return Shared(scrubber.text(title, "the title"), tuple(runs), columns, alike)


def _metric_columns(runs: Sequence[SharedRun], directions: Mapping[str, str]) -> Iterator[Column]:
    for name in dict.fromkeys(name for run in runs for name in run.metrics):
        direction = direction_of(name, directions)
        values = [run.metrics[name]["last"] if name in run.metrics else None for run in runs]
        yield Column("metric", name, direction, best_places(values, direction))


def _run(record: RunRecord, store: Store, scrubber: Scrubber, recent: Sequence[RunRecord]) -> SharedRun:
    where = f"run {record.id[:8]}"
    error = record.error
    facts = {
        "id": record.id,
        "name": record.name,
        "experiment": record.experiment,
        "status": record.status,
        "started": record.started,
        "duration_s": record.duration_s,
        "tags": list(record.tags),
        "note": record.note,
        "error": f"{error.name}: {error.message}" + (f" in cell {error.cell}" if error.cell else "")
        if error
        else None,
        "command": " ".join(record.command) or None,
        "commit": record.git and record.git.commit and record.git.commit[:10],
        "branch": record.git and record.git.branch,
        "python": record.environment and record.environment.python,
        "platform": record.environment and record.environment.platform,
    }
    details = details_of(record, store, scrubber, where)
    before = previous_of(store, record, recent)
    metrics = metrics_with(_curves(record, store), record, before, recent, ".")
    return SharedRun(
        facts={name: scrubber.value(value, name, where) for name, value in facts.items()},
        parameters={
            scrubber.text(name, where): scrubber.value(one.value, name, where)
            for name, one in record.parameters.items()
        },
        origins={scrubber.text(name, where): one.origin for name, one in record.parameters.items()},
        metrics={scrubber.text(one["name"], where): one for one in metrics},
        curves={scrubber.text(one["name"], where): one["points"] for one in metrics if one["points"]},
        figures=tuple(figures_of(record, store, details.notebook, scrubber, where)),
        details=details,
    )


def _curves(record: RunRecord, store: Store) -> Mapping[str, Any]:
    try:
        return curves_of(store, record)
    except (NbtrackError, FileNotFoundError):
        return {}


def _thinned(runs: Sequence[SharedRun]) -> list[SharedRun]:
    """Leave out points, so that a page of many curves can still be sent around."""
    count = sum(len(run.curves) for run in runs)
    most = max(_FEWEST_POINTS, _MOST_POINTS // max(count, 1))
    return [
        run._replace(curves={name: _every(points, most) for name, points in run.curves.items()})
        for run in runs
    ]


def _every(points: Sequence[tuple[float, float]], most: int) -> Sequence[tuple[float, float]]:
    stride = -(-len(points) // most) or 1
    kept = list(points[::stride])
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]
