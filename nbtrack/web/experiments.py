"""The first page: each notebook and script with its runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.web.rendering import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord


def experiments(request: Request) -> Response:
    """Show all experiments, the one that ran last first."""
    found: dict[str, list[RunRecord]] = {}
    for run in request.app.state.store.runs():
        found.setdefault(run.experiment, []).append(run)
    return respond(
        request, "experiments", {"experiments": [_row(name, runs) for name, runs in found.items()]}
    )


def _row(name: str, runs: list[RunRecord]) -> dict[str, Any]:
    last = runs[0]
    return {
        "name": name,
        "runs": len(runs),
        "last": {
            "id": last.id,
            "status": last.status,
            "started": last.started,
            "duration_s": last.duration_s,
        },
        "metrics": {metric: one.last for metric, one in last.metrics.items()},
    }
