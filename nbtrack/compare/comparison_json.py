"""A comparison as JSON values and back: for `--json`, and as the blob beside a record."""

from __future__ import annotations

from typing import Any

from nbtrack.compare.model import NOTEBOOK, Change, Comparison, MetricChange
from nbtrack.compare.noise_band import Band
from nbtrack.compare.timing import CellTime
from nbtrack.compare.why.model import Cause, Why
from nbtrack.compare.why.words import cause_text
from nbtrack.diff.diff_json import diff_from_json, diff_to_json

SCHEMA = "nbtrack.comparison/1"
_CHANGES = ("parameters", "environment", "git", "ends", "files", "data", "duration")


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON values."""
    found: dict[str, Any] = {"schema": SCHEMA, "old": comparison.old, "new": comparison.new}
    for name in (*_CHANGES, "times"):
        found[name] = [change._asdict() for change in getattr(comparison, name)]
    found["metrics"] = [_metric_to_json(metric) for metric in comparison.metrics]
    found["subject"] = comparison.subject
    found["why"] = comparison.why and _why_to_json(comparison.why)
    return found | {"notebook": diff_to_json(comparison.notebook)}


def comparison_from_json(found: dict[str, Any]) -> Comparison:
    """Return the comparison of JSON values; raises ValueError for another schema.

    Those of earlier versions lack what these did not look at.
    """
    if found.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema {found.get('schema')!r}, this nbtrack knows {SCHEMA}")
    changes = {name: tuple(Change(**change) for change in found.get(name, ())) for name in _CHANGES}
    return Comparison(
        old=found["old"],
        new=found["new"],
        metrics=tuple(map(_metric_from_json, found["metrics"])),
        notebook=diff_from_json(found["notebook"]),
        times=tuple(CellTime(**time) for time in found.get("times", ())),
        why=_why_from_json(found["why"]) if found.get("why") else None,
        subject=found.get("subject", NOTEBOOK),
        **changes,
    )


def _metric_to_json(metric: MetricChange) -> dict[str, Any]:
    band = metric.band and metric.band._asdict() | {"holds": metric.is_noise}
    return metric._asdict() | {"band": band, "better": metric.is_better}


def _metric_from_json(found: dict[str, Any]) -> MetricChange:
    values = {name: found[name] for name in MetricChange._fields if name in found}
    band = found.get("band")
    return MetricChange(**values | {"band": band and Band(**{name: band[name] for name in Band._fields})})


def _why_to_json(why: Why) -> dict[str, Any]:
    return {
        "cell": why.cell,
        "causes": [cause._asdict() | {"text": cause_text(cause)} for cause in why.causes],
        "metrics": why.metrics,
    }


def _why_from_json(found: dict[str, Any]) -> Why:
    causes = ({name: cause[name] for name in Cause._fields} for cause in found["causes"])
    return Why(
        found["cell"],
        tuple(Cause(**cause | {"through": tuple(cause["through"])}) for cause in causes),
        metrics=found.get("metrics", False),
    )
