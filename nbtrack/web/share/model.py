"""Chosen runs as plain values, scrubbed: what the page, the folder and the Markdown say."""

from __future__ import annotations

import shlex
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of, prominence
from nbtrack.compare.ranking import best_places
from nbtrack.errors import NbtrackError
from nbtrack.natural_order import natural
from nbtrack.store.digest import short_id
from nbtrack.web.curves import curves_of, thinned
from nbtrack.web.lineage import origins_text
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

_MOST_CELLS = 2_000  # of the table of runs: about 140 KB of the page
_MOST_CURVES = 500
_MOST_POINTS = 4_000  # of all curves, each as a line and as numbers: with their names about 170 KB
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

    @property
    def label(self) -> str:
        """Return what the run is called."""
        return str(self.facts["name"] or short_id(self.facts["id"]))

    def value(self, column: Column) -> Any:
        """Return what the table says of the run in a column, None where there is nothing to say."""
        if column.kind == "metric":
            return self.metrics.get(column.name, {}).get("last")
        return self.parameters.get(column.name)


class Shared(NamedTuple):
    """All that is shared: runs, the columns in which they differ, and the parameters that all have alike.

    `more_columns` counts those that are left out of the table, `more_curves` the metrics whose curves are.
    """

    title: str
    runs: tuple[SharedRun, ...]
    columns: tuple[Column, ...]
    alike: Mapping[str, Any]
    more_columns: int
    more_curves: int


def shared_runs(
    title: str, records: Sequence[RunRecord], store: Store, scrubber: Scrubber, directions: Mapping[str, str]
) -> Shared:
    """Return what is shown of some runs; raises StoreError where the store cannot be read."""
    recent = {name: store.newest(RECENT, name)[0] for name in {record.experiment for record in records}}
    runs = [_run(record, store, scrubber, recent[record.experiment]) for record in records]
    names = sorted({name for run in runs for name in run.parameters}, key=natural)
    values = {name: [run.parameters.get(name) for run in runs] for name in names}
    alike = {
        name: found[0] for name, found in values.items() if len(runs) > 1 and len(set(map(repr, found))) == 1
    }
    metrics = sorted(
        _metric_columns(runs, directions), key=lambda column: prominence(column.name, directions)
    )
    parameters = [Column("parameter", name, None, frozenset()) for name in names if name not in alike]
    drawn, more = _drawn(runs, [column.name for column in metrics])
    runs = _thinned(runs, drawn)
    each = max(_MOST_CELLS // len(runs) // 2, _LEADING)
    columns = (*metrics[:_LEADING], *parameters[:each], *metrics[_LEADING:each])
    hidden = len(metrics) + len(parameters) - len(columns)
    return Shared(scrubber.text(title, "the title"), tuple(runs), columns, alike, hidden, more)


def _metric_columns(runs: Sequence[SharedRun], directions: Mapping[str, str]) -> Iterator[Column]:
    for name in dict.fromkeys(name for run in runs for name in run.metrics):
        direction = direction_of(name, directions)
        values = [run.metrics[name]["last"] if name in run.metrics else None for run in runs]
        yield Column("metric", name, direction, best_places(values, direction))


def _run(record: RunRecord, store: Store, scrubber: Scrubber, recent: Sequence[RunRecord]) -> SharedRun:
    where = f"run {short_id(record.id)}"
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
        "origin": origins_text(record) or None,
        "error": error.text + (f" in cell {error.cell}" if error.cell else "") if error else None,
        "command": shlex.join(record.command) or None,
        "commit": record.git and record.git.commit and short_id(record.git.commit),
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


def _drawn(runs: Sequence[SharedRun], metrics: Sequence[str]) -> tuple[set[str], int]:
    """Return the first metrics, as many as there is room for their curves, and how many more have some."""
    counts = {name: sum(name in run.curves for run in runs) for name in metrics}
    having = [name for name in metrics if counts[name]]
    ends = accumulate(counts[name] for name in having)
    some = [name for name, end in zip(having, ends, strict=True) if end <= _MOST_CURVES] or having[:1]
    return set(some), len(having) - len(some)


def _thinned(runs: Sequence[SharedRun], drawn: set[str]) -> list[SharedRun]:
    """Leave out points, so that a page of many curves can still be sent around."""
    count = sum(name in drawn for run in runs for name in run.curves)
    most = max(_FEWEST_POINTS, _MOST_POINTS // max(count, 1))
    return [
        run._replace(
            curves={name: thinned(points, most) for name, points in run.curves.items() if name in drawn}
        )
        for run in runs
    ]
