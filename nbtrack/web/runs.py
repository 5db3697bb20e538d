"""The runs as a table: parameters that differ, metrics, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.web.rendering import respond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord

_PAGE = 200


def runs(request: Request) -> Response:
    """Show the runs of an experiment, or all."""
    experiment = request.query_params.get("experiment")
    found = request.app.state.store.runs(experiment)
    shown = found[:_PAGE]
    return respond(
        request,
        "runs",
        {
            "experiment": experiment,
            "total": len(found),
            "parameters": _differing(shown),
            "metrics": list(dict.fromkeys(name for run in shown for name in run.metrics)),
            "runs": [_row(run) for run in shown],
        },
    )


def _differing(found: Sequence[RunRecord]) -> list[str]:
    """Return the parameters that not all runs have with the same value."""
    names = dict.fromkeys(name for run in found for name in run.parameters)
    return [name for name in names if len({repr(_value(run, name)) for run in found}) > 1]


def _value(run: RunRecord, name: str) -> Any:
    return run.parameters[name].value if name in run.parameters else None


def _row(run: RunRecord) -> dict[str, Any]:
    return {
        "id": run.id,
        "name": run.name,
        "experiment": run.experiment,
        "status": run.status,
        "started": run.started,
        "duration_s": run.duration_s,
        "tags": list(run.tags),
        "note": run.note,
        "parameters": {name: one.value for name, one in run.parameters.items()},
        "metrics": {name: one.last for name, one in run.metrics.items()},
    }
