"""Bring a recorded version of a file back from its history, and take that back: the command line's care.

What is shown first is what will be done: the answer names the digest of the file that somebody saw, and a
file that is another one by then is left alone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from nbtrack.compare.versions import as_notebook
from nbtrack.diff.engine import EVERYTHING, diff_notebooks
from nbtrack.diff.page.render import render_parts
from nbtrack.errors import NbtrackError
from nbtrack.notebook.files import read_if_there, write
from nbtrack.record.history import names_of, paths_of
from nbtrack.record.secrets.secret_filling import filled_as_far
from nbtrack.record.taking_back import digest_asker, take_back
from nbtrack.record.unsaved import committed, is_saved, save_first
from nbtrack.store.canonical import digest_of
from nbtrack.store.digest import short_id
from nbtrack.store.undo_log import UndoLog
from nbtrack.store.undo_plan import READY, one_entry
from nbtrack.store.versions import read_executed, read_version_at
from nbtrack.web.notebook.markdown import prose
from nbtrack.web.rendering import is_json, respond
from nbtrack.web.run import find_by_id
from nbtrack.web.run_parts import brief, readable
from nbtrack.web.sent import sent_b

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord

_LONGEST_BYTES = 10_000  # of a form
_GIVEN, _EXECUTED = "given", "executed"
_GIT = ".git"  # what stands in there, git runs; macOS takes .GIT for the same
_NOTHING = ""  # stands for the digest of a file that is not there


class _Change(NamedTuple):
    """What would be written: where, instead of what, and which record it comes from."""

    experiment: str
    path: str
    old: bytes | None
    new: bytes
    record: RunRecord
    which: str

    @property
    def seen(self) -> str:
        """Return the digest of what stands there now."""
        return _NOTHING if self.old is None else digest_of(self.old)


def restore(request: Request) -> Response:
    """Show what `?experiment=…&run=…` would bring back, and write nothing."""
    asked = {name: request.query_params.get(name, "") for name in ("experiment", "run", "which")}
    change = _change(request, asked)
    name = change.experiment
    values: dict[str, Any] = {
        "experiment": name,
        "run": brief(change.record) | {"kind": change.record.kind},
        "which": change.which,
        "has_executed": _has_executed(change.record, name),
        "exists": change.old is not None,
        "is_same": change.old == change.new,
        "seen": change.seen,
        "is_saved": readable(
            lambda: change.old is None or is_saved(change.path, change.old, _store(request))
        ),
        "twins": [os.path.basename(path) for path in paths_of(change.path)[1:] if os.path.exists(path)],
        "is_read_only": request.app.state.is_read_only,
    }
    if not is_json(request):
        values["diff"] = None if change.old is None else readable(lambda: _diff(change))
    return respond(request, "restore", values)


async def restore_now(request: Request) -> Response:
    """Write a version, after what is there was made sure of."""
    return await run_in_threadpool(_restore_now, request, await _form(request))


async def undo(request: Request) -> Response:
    """Bring back what a restore of these pages, or any other command, overwrote."""
    return await run_in_threadpool(_undo, request, await _form(request))


def _restore_now(request: Request, form: dict[str, str]) -> Response:
    change = _change(request, form)
    name, short = change.experiment, short_id(change.record.id)
    if form.get("seen", _NOTHING) != change.seen:
        raise HTTPException(
            409, f"{name} changed since you looked at it, so it was left as it is. Look again."
        )
    told = {"experiment": name, "restored": change.record.id}
    if change.old != change.new:
        try:
            save_first(change.path, change.old, f"before {short} was restored", _store(request))
            told |= _written(request, change)
        except NbtrackError as error:
            raise HTTPException(409, error.message) from None
    return RedirectResponse(f"/history?{urlencode(told)}", 303)


def _written(request: Request, change: _Change) -> dict[str, str]:
    """Write the version; return the entry that takes it back, where something was overwritten."""
    if change.old is None:
        write(change.path, change.new, expected=None)
        return {}
    version = f"{change.experiment}@{short_id(change.record.id)}"
    keeper = UndoLog(_store(request).root).begin(("restore", version))
    keeper.keep(change.path, change.old, change.new)
    try:
        write(change.path, change.new, expected=change.old)
    except Exception:
        keeper.drop(change.path)
        raise
    return {"undo": keeper.entry_id}


def _undo(request: Request, form: dict[str, str]) -> Response:
    experiment = form.get("experiment", "")
    _place(request, experiment)
    log = UndoLog(_store(request).root)
    try:
        (step,) = one_entry(log.entries(), form.get("undo", ""), digest_asker(log))
        if log.path_of(step.file) != _place(request, experiment):
            raise HTTPException(404, "Nothing is kept under this name.")
        if step.state != READY or not _took_back(log, step):
            raise HTTPException(
                409,
                f"{experiment} changed since, so it was left as it is. "
                f"`nbtrack undo --diff {step.entry.id}` shows what would come back.",
            )
    except (NbtrackError, ValueError) as error:
        raise HTTPException(404, getattr(error, "message", "Nothing is kept under this name.")) from None
    return RedirectResponse(f"/history?{urlencode({'experiment': experiment, 'undone': step.entry.id})}", 303)


def _took_back(log: UndoLog, step: Any) -> bool:
    kept = log.get(step.entry.id, step.file.before or "")
    return take_back(step, kept, log.begin(("undo", step.entry.id)), log.path_of(step.file))


def _change(request: Request, asked: dict[str, str]) -> _Change:
    """Return what is asked for: an id of a run, and the file of whose history it is."""
    record, experiment = find_by_id(request, asked.get("run", "")), asked.get("experiment", "")
    path = _place(request, experiment)
    if record.experiment != experiment and not _is_former(record, path):
        raise HTTPException(404, "This notebook has no such run.")
    is_executed = asked.get("which") == _EXECUTED and _has_executed(record, experiment)
    blobs = _store(request).blobs
    try:
        new = read_executed(record, blobs) if is_executed else read_version_at(record, path, blobs)
        old = read_if_there(path)
        filled = filled_as_far(path, new, (old, committed(path)))[0]
        return _Change(experiment, path, old, filled, record, _EXECUTED if is_executed else _GIVEN)
    except NbtrackError as error:
        raise HTTPException(404, error.message) from None


def _is_former(record: RunRecord, path: str) -> bool:
    """Tell whether a run is of a file under another name: one it had, or its twin's."""
    names = names_of(path) if os.path.isfile(path) else ()
    return any(name.experiment == record.experiment and name.holds(record.started) for name in names)


def _has_executed(record: RunRecord, experiment: str) -> bool:
    """Tell whether a file may become what came out of a run: a paired text is no notebook with outputs."""
    is_same_kind = os.path.splitext(record.experiment)[1] == os.path.splitext(experiment)[1]
    return is_same_kind and record.notebook.executed is not None


def _place(request: Request, experiment: str) -> str:
    """Return where a file belongs; a record from elsewhere must not make us write elsewhere."""
    project = request.app.state.project
    path = os.path.normpath(os.path.join(project, experiment))
    real = os.path.join(os.path.realpath(project), "")
    if (
        not experiment
        or "\0" in experiment
        or not os.path.realpath(path).startswith(real)
        or _GIT in os.path.realpath(path).removeprefix(real).lower().split(os.sep)
        or not os.path.isdir(os.path.dirname(path))
    ):
        raise HTTPException(404, "The file does not belong to this project.")
    return path


def _diff(change: _Change) -> dict[str, Any]:
    old, new = as_notebook(change.path, change.old or b""), as_notebook(change.path, change.new)
    counted, cells = render_parts(diff_notebooks(old, new), old, new, EVERYTHING, prose)
    return {"counted": counted, "cells": cells}


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form; raises HTTPException for anything else."""
    if request.app.state.is_read_only:
        raise HTTPException(403, "These pages are read-only.")
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Only a form is understood here.")
    raw = await sent_b(request, _LONGEST_BYTES)
    if raw is None:
        raise HTTPException(413, "This is too long.")
    found = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in found.items()}


def _store(request: Request) -> Any:
    return request.app.state.store
