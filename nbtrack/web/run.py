"""One run: what, when, how, with which parameters, and what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from nbtrack.compare.view import sections_of
from nbtrack.errors import StoreError
from nbtrack.record.previous import find_previous, stored_comparison
from nbtrack.store.annotations import is_removed
from nbtrack.store.record_json import to_json
from nbtrack.store.statuses import FINISHED, RUN
from nbtrack.store.surroundings import packages_installed
from nbtrack.web.lineage import lineage_of, neighbours_of, onward_of
from nbtrack.web.metrics import metrics_of
from nbtrack.web.notebook.cells import cells_of
from nbtrack.web.notebook.reading import notebook_of
from nbtrack.web.rendering import respond
from nbtrack.web.run_parts import brief, log_of, patch_of, readable, sections_json
from nbtrack.web.run_used import around_of, system_of, used_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_LONGEST_TITLE = 80
_SINCE = ("ends", "parameters", "code", "why", "files", "environment", "git")


def run(request: Request) -> Response:
    """Show a run."""
    values = _values(request, find(request))
    return respond(request, "run", values | {"is_read_only": request.app.state.is_read_only})


def find(request: Request) -> RunRecord:
    """Return the run that a page is about; an id is all that is accepted."""
    return find_by_id(request, request.path_params["run_id"])


def find_by_id(request: Request, run_id: str) -> RunRecord:
    """Return the run with an id; raises HTTPException where there is none."""
    try:
        record: RunRecord = request.app.state.store.get(run_id)
    except (StoreError, ValueError):
        raise HTTPException(404, "There is no such run in this store.") from None
    return record


def _values(request: Request, record: RunRecord) -> dict[str, Any]:
    store: Store = request.app.state.store
    later, earlier = neighbours_of(store, record)
    before = previous_of(store, record, earlier)
    return {
        "run": _complete(record),
        "is_hidden": is_removed(store.said_of(record.id)),
        "previous": before and brief(before),
        "next": brief(later[-1]) if later else None,
        "lineage": readable(lambda: lineage_of(store, record, later)),
        "onward": readable(lambda: onward_of(store, record)),
        "changes": readable(lambda: _changes(store, record)),
        "metrics": readable(lambda: metrics_of(store, record, before, earlier, request.app.state.project)),
        "notebook": readable(lambda: _notebook(store, record)),
        "log": readable(lambda: log_of(store, record)),
        "cells": readable(lambda: _cells(store, record)),
        "system": readable(lambda: system_of(store, record)),
        "data": readable(lambda: used_of(store, record, request.app.state.project)),
        "around": readable(lambda: around_of(store, record)),
        "packages": readable(lambda: packages_installed(record.environment, store.blobs)),
        "patch": readable(lambda: patch_of(store, record)),
    }


def previous_of(store: Store, record: RunRecord, recent: Sequence[RunRecord] = ()) -> RunRecord | None:
    """Return the run to compare with, looked for in `recent` first; None where there is none any more."""
    if record.previous and store.records.has(record.previous):
        return store.get(record.previous)
    near = (run for run in recent if run.started < record.started)
    if nearest := next((run for run in near if run.status == FINISHED and run.kind == RUN), None):
        return nearest
    listed = find_previous(store, record)
    return store.get(listed.id) if listed else None


def _changes(store: Store, record: RunRecord) -> list[dict[str, Any]]:
    comparison = stored_comparison(store, record)
    found = sections_of(comparison) if comparison else ()
    return sections_json(section for section in found if section.title in _SINCE)


def _cells(store: Store, record: RunRecord) -> list[dict[str, Any]]:
    """Return how each cell ran, with its first line."""
    notebook = notebook_of(store, record)
    titles = {cell.number: cell.first_line[:_LONGEST_TITLE] for cell in notebook.cells} if notebook else {}
    told = ("number", "status", "duration_s", "cpu_s", "memory_bytes", "warnings", "taken_from")
    return [
        {name: getattr(cell, name) for name in told} | {"title": titles.get(cell.number, "")}
        for cell in record.cells
    ]


def _notebook(store: Store, record: RunRecord) -> dict[str, Any] | None:
    notebook = notebook_of(store, record)
    if notebook is None:
        return None
    ran = {cell.number: cell for cell in record.cells}
    return {
        "language": notebook.language,
        "given": {name: one.value for name, one in record.parameters.items() if one.origin != "default"},
        "cells": cells_of(notebook, ran, f"/run/{record.id}/output"),
    }


def _complete(record: RunRecord) -> dict[str, object]:
    """Return a record with all fields, so that a page need not ask what is there."""
    absent = dict.fromkeys(("name", "note", "ended", "duration_s", "error", "git", "environment", "script"))
    many: dict[str, object] = {
        "tags": [],
        "parameters": {},
        "metrics": {},
        "cells": [],
        "artifacts": {},
        "config_files": [],
        "command": [],
    }
    return {**absent, **many, **to_json(record)}
