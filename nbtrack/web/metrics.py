"""A run's metrics: their values, curves, and how they stand to the run before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.comparison import metric_changes
from nbtrack.compare.directions import direction_of, verdict_word
from nbtrack.compare.model import MetricChange, Surroundings
from nbtrack.compare.numbers import delta_text
from nbtrack.compare.view import band_text
from nbtrack.natural_order import by_name
from nbtrack.settings import read_settings
from nbtrack.web.curves import NO_CURVE, curves_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.curves import Curve


def directions_in(project: str) -> Mapping[str, str]:
    """Return which way of a metric is better, as far as the settings of a project say."""
    found: Mapping[str, str] = read_settings(project).value("metrics")
    return found


def metrics_of(
    store: Store, record: RunRecord, before: RunRecord | None, recent: Sequence[RunRecord], project: str
) -> list[dict[str, Any]]:
    """Return the metrics of a run, each with its change since the run before; raises StoreError."""
    return metrics_with(curves_of(store, record), record, before, recent, project)


def metrics_with(
    curves: Mapping[str, Curve],
    record: RunRecord,
    before: RunRecord | None,
    recent: Sequence[RunRecord],
    project: str,
) -> list[dict[str, Any]]:
    """Return the metrics of a run with the curves that were read."""
    directions = directions_in(project)
    earlier = [run for run in recent if run.id != record.id and run.started <= record.started]
    around = Surroundings(earlier, directions)
    changes = {change.name: change for change in metric_changes(before, record, around)} if before else {}
    return [
        {
            "name": name,
            "last": metric.last,
            "min": metric.min,
            "max": metric.max,
            "count": metric.count,
            **curves.get(name, NO_CURVE)._asdict(),
            **_change(changes.get(name) or MetricChange(name, None, None, direction_of(name, directions))),
        }
        for name, metric in by_name(record.metrics.items())
    ]


def metrics_gone(record: RunRecord, before: RunRecord, directions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the metrics that only the run before has, as one that failed may lack them."""
    nothing: dict[str, Any] = {"last": None, "min": None, "max": None, "count": 0, **NO_CURVE._asdict()}
    return [
        {
            "name": name,
            **nothing,
            **_change(MetricChange(name, metric.last, None, direction_of(name, directions))),
        }
        for name, metric in by_name(before.metrics.items())
        if name not in record.metrics
    ]


def _change(change: MetricChange) -> dict[str, Any]:
    band = change.band
    return {
        "direction": change.direction,
        "before": change.old,
        "delta": delta_text(change.old, change.new),
        "verdict": verdict_word(change.is_better),
        "noise": None if band is None else {"text": band_text(band), "runs": band.runs},
        "is_noise": change.is_noise,
    }
