"""One run in a few lines: how it ended, what it was given and what came out; no comparison is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.status_colours import COLOURS
from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import parameter_text
from nbtrack.compare.times import duration_text
from nbtrack.store.record import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.output import Output
    from nbtrack.store.record import Metric, RunRecord


def show_brief(record: RunRecord, out: Output) -> None:
    """Print all of it."""
    show_head(record, out)
    show_parameters(record, out)
    show_metrics(record, out)


def show_head(record: RunRecord, out: Output) -> None:
    """Print what a run is, how it ended, and why."""
    status = out.paint(record.status, COLOURS.get(record.status, "red"), "bold")
    took = f" in {duration_text(record.duration_s)}" if record.duration_s is not None else ""
    ended = "" if record.kind == SNAPSHOT else f": {status}{took}"
    name = f" {out.paint(record.name, 'bold')}" if record.name else ""
    out.styled(
        f"{out.paint(record.kind)} {out.paint(record.id[:8], 'yellow')}{name} "
        f"of {out.paint(record.experiment)}{ended}"
    )
    if record.error:
        for line in _error(record, out):
            out.styled(line)


def show_parameters(record: RunRecord, out: Output) -> None:
    """Print the values that a run was given."""
    for number, (name, one) in enumerate(sorted(record.parameters.items())):
        heading = "" if number else "parameters"
        origin = "" if one.origin == "default" else out.paint(f"  ({one.origin})", "dim")
        value = out.paint(parameter_text(one))
        out.styled(f"  {out.paint(f'{heading:11}', 'bold')}  {out.paint(name)} = {value}{origin}")


def show_metrics(record: RunRecord, out: Output) -> None:
    """Print the numbers that a run logged."""
    width = max((len(out.paint(name)) for name in record.metrics), default=0)
    for number, (name, metric) in enumerate(sorted(record.metrics.items())):
        heading = "" if number else "metrics"
        out.styled(
            f"  {out.paint(f'{heading:11}', 'bold')}  {out.paint(name):{width}}  {_metric(metric, out)}"
        )


def _error(record: RunRecord, out: Output) -> Iterator[str]:
    error = record.error
    assert error is not None  # noqa: S101 - for the type checker
    place = f"cell {error.cell}" if error.cell else ""
    if error.cell and error.line:
        place += f", line {error.line}"
    yield f"  {place}{': ' if place else ''}{out.paint(error.text, 'red')}"


def _metric(metric: Metric, out: Output) -> str:
    text = f"{value_text(metric.last):>10}"
    if metric.count > 1:
        low, high = value_text(metric.min), value_text(metric.max)
        text += out.paint(f"  {metric.count} points, {low} to {high}", "dim")
    return text
