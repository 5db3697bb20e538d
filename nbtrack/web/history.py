"""The history of a notebook: its runs and commits on one line of time, each with its change in a line."""

from __future__ import annotations

import os
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from nbtrack.compare.fields import FACTS
from nbtrack.compare.numbers import delta_text
from nbtrack.compare.telling_apart import value_texts
from nbtrack.compare.view import code_only
from nbtrack.git.commits import commits_of, file_of_commit
from nbtrack.natural_order import by_name
from nbtrack.notebook.files import read
from nbtrack.record.history import Name, names_of
from nbtrack.record.previous import stored_comparison
from nbtrack.store.clock import utc_text
from nbtrack.store.digest import short_id
from nbtrack.store.undo_log import UndoLog
from nbtrack.store.versions import code_of
from nbtrack.terminal import count_text
from nbtrack.web.blamed import cells_since
from nbtrack.web.downloads import as_file
from nbtrack.web.lineage import origins_text
from nbtrack.web.rendering import respond
from nbtrack.web.run import find_by_id
from nbtrack.web.run_parts import brief, readable
from nbtrack.web.standing import is_here, is_notebook_here

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.compare.model import Comparison
    from nbtrack.git.commits import Commit
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_MOST = 100  # runs of a page; older ones are a link away
_MOST_NAMES = 4  # of a change in a line
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_MOST_COMMITS = 300


def history(request: Request) -> Response:
    """Show the runs and commits of `?experiment=…`, the newest first; `?before=` goes further back."""
    store: Store = request.app.state.store
    experiment = request.query_params.get("experiment", "")
    before = request.query_params.get("before")
    found, total = _before(store, _names(request, experiment), before)
    if not found and (before or not is_notebook_here(request.app.state.project, experiment)):
        raise HTTPException(404, "There is no such notebook, and no run of one is recorded.")
    if found and request.query_params.get("view") == "cells":
        return _cells_view(request, experiment, total)
    shown = found[:_MOST]
    oldest = shown[-1].started if len(found) > _MOST else ""
    commits = commits_of(os.path.join(request.app.state.project, experiment), _MOST_COMMITS)
    kept = [one for one in map(_commit, commits) if oldest <= one["at"] < (before or "~")]
    items = [*_runs(store, shown), *kept]
    values = {
        "experiment": experiment,
        "total": total,
        "items": sorted(items, key=lambda item: item["at"], reverse=True),
        "older": oldest or None,
        "view": "line",
        "now": readable(lambda: _now(request, experiment, shown)),
        "done": _done(request),
        "is_read_only": request.app.state.is_read_only,
    }
    return respond(request, "history", values)


def _names(request: Request, experiment: str) -> Sequence[Name]:
    """Return what the runs of a file are filed under: its own name, those it had, and those of its twins."""
    path = _path(request, experiment)
    return [Name(experiment)] if path is None else names_of(path)


def _before(store: Store, names: Sequence[Name], before: str | None) -> tuple[list[RunRecord], int]:
    """Return one run more than a page has, the newest first, and how many there are in all."""
    found: dict[str, RunRecord] = {}
    total = 0
    for name in names:
        with store.sheet(name.experiment) as sheet:
            own = [place for place, run in enumerate(sheet.runs) if name.holds(run.started)]
            older = [place for place in own if before is None or sheet.runs[place].started < before]
            found |= {run.id: run for run in sheet.records(older[: _MOST + 1])}
            total += len(own)
    newest = sorted(found.values(), key=lambda run: run.started, reverse=True)
    return newest[: _MOST + 1], total


def _cells_view(request: Request, experiment: str, total: int) -> Response:
    found = readable(lambda: cells_since(request.app.state.store, experiment, _path(request, experiment)))
    return respond(
        request, "history", {"experiment": experiment, "total": total, "view": "cells", "blame": found}
    )


def _path(request: Request, experiment: str) -> str | None:
    """Return where the file is, None where it is gone or not of this project."""
    project = request.app.state.project
    return os.path.join(project, experiment) if is_here(project, experiment) else None


def _now(request: Request, experiment: str, runs: Sequence[RunRecord]) -> dict[str, Any]:
    """Return which state of the code the file has now; none of those that are shown is None."""
    path = _path(request, experiment)
    if path is None:
        return {"exists": False, "version": None}
    return {"exists": True, "version": _versions(runs).get(code_of(experiment, read(path)))}


def _done(request: Request) -> dict[str, Any] | None:
    """Return what somebody did just now, and the entry that takes it back while there is one."""
    restored, undone = (request.query_params.get(name, "") for name in ("restored", "undone"))
    if undone:
        return {"restored": None, "undo": None}
    if not restored:
        return None
    entry = request.query_params.get("undo", "")
    log = UndoLog(request.app.state.store.root)
    known = {one.id for one in log.entries()} if entry else set()
    return {"restored": brief(find_by_id(request, restored)), "undo": entry if entry in known else None}


def _runs(store: Store, runs: Sequence[RunRecord]) -> Iterator[dict[str, Any]]:
    versions = _versions(runs)
    for run in runs:
        git = run.git
        yield {
            "kind": run.kind,
            "at": run.started,
            **brief(run),
            "experiment": run.experiment,
            "tags": list(run.tags),
            "note": run.note,
            "origin": origins_text(run),
            "version": versions.get(FACTS["code"](run)),
            "commit": git.commit if git else None,
            "is_dirty": bool(git and git.dirty),
            "has_notebook": bool(run.notebook.given or run.script),
            "change": readable(partial(_change, store, run)),
        }


def _versions(runs: Sequence[RunRecord]) -> dict[str | None, int]:
    """Number the different states of the code, from the oldest that is shown."""
    codes = dict.fromkeys(FACTS["code"](run) for run in reversed(runs))
    codes.pop(None, None)
    return {code: number for number, code in enumerate(codes, 1)}


def _change(store: Store, run: RunRecord) -> dict[str, Any]:
    comparison = stored_comparison(store, run)
    if comparison is None:
        return {"since": None, "texts": [], "metrics": []}
    texts = [*_parameters(comparison), *_cells(comparison), *_environment(comparison)]
    return {"since": comparison.old, "texts": texts, "metrics": list(_metrics(comparison))}


def _parameters(comparison: Comparison) -> Iterator[str]:
    yield from _few(
        f"{one.name} {' → '.join(value_texts([one.old, one.new], none='None'))}"
        for one in by_name(comparison.parameters)
    )


def _cells(comparison: Comparison) -> Iterator[str]:
    kinds = [cell.kind for cell in code_only(comparison.notebook).cells]
    for kind in dict.fromkeys(kinds):
        yield f"{count_text(kinds.count(kind), 'cell')} {kind}"


def _environment(comparison: Comparison) -> Iterator[str]:
    if count := len(comparison.environment):
        yield f"{count_text(count, 'change')} of the environment"


def _metrics(comparison: Comparison) -> Iterator[dict[str, Any]]:
    both = [one for one in by_name(comparison.changed_metrics) if None not in (one.old, one.new)]
    for change in both[:_MOST_NAMES]:
        yield {"name": change.name, "delta": delta_text(change.old, change.new), "verdict": change.verdict}


def _few(texts: Iterable[str]) -> Iterator[str]:
    found = list(texts)
    yield from found[:_MOST_NAMES]
    if len(found) > _MOST_NAMES:
        yield count_text(len(found) - _MOST_NAMES, "more parameter")


def _commit(commit: Commit) -> dict[str, Any]:
    return {
        "kind": "commit",
        "commit": commit.id,
        "at": utc_text(commit.at_s),
        "author": commit.author,
        "subject": commit.subject,
    }


def version(request: Request) -> Response:
    """Return a notebook as a commit has it, to keep; it must be here, or one whose runs are recorded."""
    commit, experiment = request.path_params["commit"], request.query_params.get("experiment", "")
    project = request.app.state.project
    is_known = (
        is_notebook_here(project, experiment)
        or _before(request.app.state.store, _names(request, experiment), None)[1]
    )
    path = os.path.join(project, experiment)
    known = commits_of(path, _MOST_COMMITS) if is_known and _COMMIT.fullmatch(commit) else []
    found = next((one for one in known if one.id.startswith(commit)), None)
    raw = file_of_commit(path, found) if found else None
    if raw is None:
        raise HTTPException(404, "Git has no such version.")
    return as_file(raw, f"{short_id(commit)}-{experiment.rpartition('/')[2]}")
