"""The first page: each notebook and script with its runs, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.directions import MIN, direction_of
from nbtrack.store.record import FINISHED, RUN
from nbtrack.web.metrics import directions_in
from nbtrack.web.rendering import respond
from nbtrack.web.run_parts import brief
from nbtrack.web.standing import standings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.web.table.row import RunRow

_SPARK = 40  # runs


def experiments(request: Request) -> Response:
    """Show all experiments, the one that ran last first."""
    project = request.app.state.project
    found: dict[str, list[RunRow]] = {}
    for run in request.app.state.table.refresh().rows:
        found.setdefault(run.experiment, []).append(run)
    directions = directions_in(project)
    standings = standings_of(request, list(found))
    rows = [_row(name, runs, directions) | standings[name] for name, runs in found.items()]
    values = {"experiments": rows, "version": request.app.state.table.rows().version}
    return respond(request, "experiments", values)


def _row(name: str, versions: Sequence[RunRow], directions: Mapping[str, str]) -> dict[str, Any]:
    runs = [version for version in versions if version.kind == RUN]
    last = (runs or versions)[0]
    finished = next((run for run in runs if run.status == FINISHED), last)
    return {
        "name": name,
        "runs": len(runs),
        "unfinished": sum(run.status != FINISHED for run in runs),
        "last": brief(last),
        "metrics": {metric: one.last for metric, one in finished.metrics.items()},
        "best": _best(runs, finished, directions),
    }


def _best(runs: Sequence[RunRow], finished: RunRow, directions: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the first metric of which it is known which way is better: its best run, and all its values."""
    told = ((name, direction_of(name, directions)) for name in finished.metrics)
    name, direction = next(((name, way) for name, way in told if way), (None, None))
    if name is None:
        return None
    valued = [run for run in runs if name in run.metrics and run.metrics[name].last == run.metrics[name].last]
    if not valued:
        return None
    choose = min if direction == MIN else max
    best = choose(valued, key=lambda run: run.metrics[name].last)
    values = [run.metrics[name].last for run in reversed(valued[:_SPARK])]
    return {
        "metric": name,
        "direction": direction,
        "value": best.metrics[name].last,
        "run": brief(best),
        "points": [[float(place), value] for place, value in enumerate(values)],
    }
