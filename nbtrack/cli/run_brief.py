"""One run in a few lines: how it ended, what it was given and what came out; no comparison is imported.

It reads a record's JSON: to make the classes of records takes longer than to find the best of a thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import parameter_text
from nbtrack.compare.times import duration_text
from nbtrack.natural_order import by_name
from nbtrack.query.status_colours import COLOURS
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import RUN, SNAPSHOT, failure_text
from nbtrack.terminal import telling_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.cli.output import Output

    Said = Mapping[str, Any]


def show_brief(said: Said, out: Output) -> None:
    """Print all of it."""
    show_head(said, out)
    show_parameters(said, out)
    show_metrics(said, out)


def show_head(said: Said, out: Output) -> None:
    """Print what a run is, how it ended, and why."""
    status = out.paint(said["status"], COLOURS.get(said["status"], "red"), "bold")
    took = f" in {duration_text(said['duration_s'])}" if "duration_s" in said else ""
    kind = said.get("kind", RUN)
    ended = "" if kind == SNAPSHOT else f": {status}{took}"
    name = f" {out.paint(said['name'], 'bold')}" if said.get("name") else ""
    out.styled(
        f"{out.paint(kind)} {out.paint(short_id(said['id']), 'yellow')}{name} "
        f"of {out.paint(said['experiment'])}{ended}"
    )
    if error := said.get("error"):
        for line in _error(error, out):
            out.styled(line)


def show_parameters(said: Said, out: Output) -> None:
    """Print the values that a run was given."""
    for number, (name, one) in enumerate(by_name(said.get("parameters", {}).items())):
        heading = "" if number else "parameters"
        origin = "" if one["origin"] == "default" else out.paint(f"  ({one['origin']})", "dim")
        value = out.paint(parameter_text(one["value"], one.get("expression")))
        out.styled(f"  {out.paint(f'{heading:11}', 'bold')}  {out.paint(name)} = {value}{origin}")


def show_metrics(said: Said, out: Output) -> None:
    """Print the numbers that a run logged."""
    metrics = said.get("metrics", {})
    width = max((len(out.paint(name)) for name in metrics), default=0)
    for number, (name, metric) in enumerate(by_name(metrics.items())):
        heading = "" if number else "metrics"
        out.styled(
            f"  {out.paint(f'{heading:11}', 'bold')}  {out.paint(name):{width}}  {_metric(metric, out)}"
        )


def _error(error: Said, out: Output) -> Iterator[str]:
    cell, line = error.get("cell"), error.get("line")
    place = f"cell {cell}" if cell else ""
    if cell and line:
        place += f", line {line}"
    what = failure_text(error["name"], telling_line(error.get("message", "")))
    yield f"  {place}{': ' if place else ''}{out.paint(what, 'red')}"


def _metric(metric: Said, out: Output) -> str:
    text = f"{value_text(metric['last']):>10}"
    if (count := metric.get("count", 1)) > 1:
        low, high = value_text(metric["min"]), value_text(metric["max"])
        text += out.paint(f"  {count} points, {low} to {high}", "dim")
    return text
