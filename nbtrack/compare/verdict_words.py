"""What a verdict on a repeated run says, as JSON values and as lines for people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nbtrack.compare.reproduction import SAME, VERDICTS
from nbtrack.natural_order import by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.compare.reproduction import MetricVerdict, Verdict


def verdict_to_json(verdict: Verdict) -> Mapping[str, object]:
    """Return a verdict as JSON values; an infinite difference is none."""
    return {
        "verdict": verdict.kind,
        "by": "outputs" if verdict.by_outputs else "metrics",
        "metrics": [
            metric._asdict() | {"off": None if metric.off in (None, math.inf) else metric.off}
            for metric in verdict.metrics
        ],
        "same_outputs": verdict.same_outputs,
        "first_cell": verdict.cell,
        "ends": list(verdict.ends) if verdict.ends else None,
    }


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Yield what makes a verdict, for people: the metrics that are not the same first."""
    if verdict.ends:
        yield f"the run ended as {verdict.ends[0]} then, as {verdict.ends[1]} now"
    metrics = by_name(verdict.metrics)
    if lost := [metric.name for metric in metrics if metric.new is None]:
        yield f"not logged any more: {', '.join(lost)}"
    there = [metric for metric in metrics if metric.new is not None]
    for metric in sorted(there, key=lambda metric: -VERDICTS.index(metric.verdict)):
        yield f"{metric.name}: {_values(metric)}"


def _values(metric: MetricVerdict) -> str:
    if metric.verdict == SAME:
        return f"{metric.new!r}, the same to the bit"
    if metric.old is None:
        return f"{metric.new!r}, which was not logged then"
    said = f"{metric.old!r} → {metric.new!r}, {metric.verdict}"
    if metric.off is None:
        return f"{said}: other steps"
    return f"{said}: off by {metric.off:.2g} of the value at most" if metric.off < math.inf else said
