"""The first page: each notebook and script with its runs, and how it stands."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from nbtrack.compare.directions import MIN, direction_of, prominence
from nbtrack.store.columns import LAST
from nbtrack.store.statuses import FINISHED, RUN
from nbtrack.web.metrics import directions_in
from nbtrack.web.rendering import respond
from nbtrack.web.run_parts import brief
from nbtrack.web.standing import standings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord
    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store

    Values = Callable[[str], Sequence[Any]]

_SPARK = 40  # runs
_MOST_OTHERS = 200  # notebooks that never ran; `nbtrack check` lists all


def experiments(request: Request) -> Response:
    """Show all experiments, the one that ran last first, and the notebooks that never ran."""
    version = request.app.state.table.current().version
    rows = rows_of(request.app.state.store, directions_in(request.app.state.project))
    names = [row["name"] for row in rows]
    known = request.app.state.notebooks.names()
    others = sorted(set(known or ()) - set(names))
    standings = standings_of(request, [*names, *others[:_MOST_OTHERS]])
    now = request.app.state.renames.of(name for name in names if not standings[name]["exists"])
    values = {
        "experiments": [row | standings[row["name"]] | {"renamed_to": now.get(row["name"])} for row in rows],
        "not_run": [{"name": name} | standings[name] for name in others[:_MOST_OTHERS]],
        "more_not_run": None if known is None else max(0, len(others) - _MOST_OTHERS),
        "version": version,
    }
    return respond(request, "experiments", values)


def rows_of(store: Store, directions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the page says of each experiment from what was recorded.

    It reads columns and two records of each experiment: all records of many runs would take seconds.
    """
    with store.sheet() as sheet:
        places: dict[str, list[int]] = {}
        for place, run in enumerate(sheet.runs):
            places.setdefault(run.experiment, []).append(place)
        ends = {name: _ends(sheet.runs, found) for name, found in places.items()}
        wanted = sorted({place for pair in ends.values() for place in pair})
        records = dict(zip(wanted, sheet.records(wanted), strict=True))
        values = cache(partial(sheet.column, LAST))
        return [
            _row(sheet, found, records[last], records[finished], directions, values)
            for found, (last, finished) in ((found, ends[name]) for name, found in places.items())
        ]


def _ends(runs: Sequence[Listed], places: Sequence[int]) -> tuple[int, int]:
    """Return the place of the last run, and of the last that finished; the same where none did."""
    ran = [place for place in places if runs[place].kind == RUN] or places
    return ran[0], next((place for place in ran if _is_finished(runs[place])), ran[0])


def _is_finished(run: Listed) -> bool:
    return run.kind == RUN and run.status == FINISHED


def _row(
    sheet: Sheet,
    places: Iterable[int],
    last: RunRecord,
    finished: RunRecord,
    directions: Mapping[str, str],
    values: Values,
) -> dict[str, Any]:
    runs = [place for place in places if sheet.runs[place].kind == RUN]
    return {
        "name": last.experiment,
        "runs": len(runs),
        "unfinished": sum(sheet.runs[place].status != FINISHED for place in runs),
        "last": brief(last),
        "metrics": {name: finished.metrics[name].last for name in _leading(finished, directions)},
        "best": _best(sheet, runs, finished, directions, values),
    }


def _leading(run: RunRecord, directions: Mapping[str, str]) -> list[str]:
    """Return the names of a run's metrics, those that tell most first."""
    return sorted(run.metrics, key=lambda name: prominence(name, directions))


def _best(
    sheet: Sheet, runs: Sequence[int], finished: RunRecord, directions: Mapping[str, str], values: Values
) -> dict[str, Any] | None:
    """Return the most prominent metric with a known direction: its best run, and all its values."""
    told = ((name, direction_of(name, directions)) for name in _leading(finished, directions))
    name, direction = next(((name, way) for name, way in told if way), (None, None))
    if name is None:
        return None
    column = values(name)
    valued = [place for place in runs if column[place] is not None and column[place] == column[place]]
    if not valued:
        return None
    best = (min if direction == MIN else max)(valued, key=lambda place: column[place])
    recent = [column[place] for place in reversed(valued[:_SPARK])]
    return {
        "metric": name,
        "direction": direction,
        "value": column[best],
        "run": brief(sheet.records([best])[0]),
        "points": [[float(place), value] for place, value in enumerate(recent)],
    }
