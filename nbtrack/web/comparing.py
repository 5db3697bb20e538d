"""Runs beside each other: two of them down to each line, more as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from nbtrack.compare.comparison_json import comparison_to_json
from nbtrack.compare.table import table_of
from nbtrack.natural_order import natural
from nbtrack.query.comparing import has_code
from nbtrack.record.previous import compare_runs
from nbtrack.store.sheet import sheet_of
from nbtrack.web.curves import NO_CURVE, curves_of
from nbtrack.web.metrics import directions_in, metrics_gone, metrics_of
from nbtrack.web.pair_parts import pair_cells, pair_values
from nbtrack.web.pictures_beside import logged_beside, pictures_beside
from nbtrack.web.rendering import is_json, respond
from nbtrack.web.run import find_by_id, previous_of
from nbtrack.web.run_parts import brief, readable
from nbtrack.web.used_beside import used_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST = 50  # runs beside each other


def compare(request: Request) -> Response:
    """Show what differs between the runs of `?run=…&run=…`, of one run against the one before."""
    store: Store = request.app.state.store
    ids = list(dict.fromkeys(request.query_params.getlist("run")))[:_MOST]
    runs = [find_by_id(request, run_id) for run_id in ids]
    if len(runs) == 1:
        before = previous_of(store, runs[0])
        if before is None:
            raise HTTPException(
                404, "This is the first run of its notebook: there is none to compare it with."
            )
        return RedirectResponse(f"/compare?run={before.id}&run={runs[0].id}", 307)
    if not runs:
        raise HTTPException(404, "No runs are named: choose some in the table of runs.")
    is_pair = len(runs) == 2 and all(map(has_code, runs))  # what another tool recorded may have none
    # What the cells of two runs drew stands among their code.
    pictures = logged_beside(runs) if is_pair else pictures_beside(store, runs)
    values = _shared(request, runs) | {
        "pair": readable(lambda: _pair(request, runs)) if is_pair else None,
        "pictures": [one._asdict() for one in pictures],
    }
    if not is_pair:  # two have a view of these of their own
        values["rows"] += used_beside(store, runs)
    return respond(request, "compare", values)


def _shared(request: Request, runs: Sequence[RunRecord]) -> dict[str, Any]:
    rows = table_of(sheet_of(runs), directions_in(request.app.state.project))
    return {
        "runs": [brief(run) | {"experiment": run.experiment} for run in runs],
        "rows": [
            {
                "kind": row.kind,
                "name": row.name,
                "values": list(row.values),
                "texts": list(row.texts),
                "best": sorted(row.best),
                "direction": row.direction,
                "differs": row.differs,
            }
            for row in rows
        ],
        "curves": readable(lambda: _curves(request.app.state.store, runs)),
    }


def _curves(store: Store, runs: Sequence[RunRecord]) -> list[dict[str, Any]]:
    """Return each metric that has a curve in one of the runs, with the curves of all."""
    found = [curves_of(store, run) for run in runs]
    names = sorted({name for curves in found for name in curves}, key=natural)
    beside = ((name, [curves.get(name, NO_CURVE) for curves in found]) for name in names)
    return [
        {"name": name, "runs": [one.points for one in curves], "missing": [one.missing for one in curves]}
        for name, curves in beside
    ]


def _pair(request: Request, runs: Sequence[RunRecord]) -> dict[str, Any]:
    store, project = request.app.state.store, request.app.state.project
    old, new = runs
    made = compare_runs(store, old, new, project)
    before = previous_of(store, old)
    values = pair_values(made.comparison) | {
        "before": before and brief(before),
        "metrics": [
            *metrics_of(store, new, old, made.earlier, project),
            *metrics_gone(new, old, directions_in(project)),
        ],
    }
    if is_json(request):
        return values | {"comparison": comparison_to_json(made.comparison)}
    return values | pair_cells(made.comparison, made.old.notebook, made.new.notebook)
