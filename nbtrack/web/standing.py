"""How a notebook stands: what `check` finds, whether its pair is in step, how its last smoke-run ended."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.files import read
from nbtrack.notebook.stamp import stamp_of
from nbtrack.rules.plugins import rules_with
from nbtrack.settings import read_settings
from nbtrack.smoke.last_tried import LastTries
from nbtrack.store.clock import utc_text
from nbtrack.store.digest import short_digest
from nbtrack.web.checking import LEVELS
from nbtrack.web.rendering import respond
from nbtrack.web.run_parts import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.web.checking import Found

_MOST = 500  # findings of a page; the command line lists all
_KEPT = 1_000  # digests of notebooks
_OF_A_RULE = ("code", "name", "level", "summary", "on", "fixes")


def checks(request: Request) -> Response:
    """Show how the notebook of `?experiment=…` stands, and what to do about it."""
    name = request.query_params.get("experiment", "")
    project, store = request.app.state.project, request.app.state.store
    if not is_notebook_here(project, name) and not store.newest(1, name)[0]:
        raise HTTPException(404, "There is no such notebook, and no run of one is recorded.")
    found = request.app.state.checking.of([name]) if is_here(project, name) else {}
    known = found.get(name)
    listed = sorted(known.findings if known else (), key=lambda one: LEVELS.index(one["level"]))
    values = {"experiment": name, **standings_of(request, [name])[name], "list": listed[:_MOST]}
    return respond(request, "checks", values)


def rule(request: Request) -> Response:
    """Show the manual page of a rule."""
    code = request.path_params["code"]
    plugins = read_settings(request.app.state.project).value("check.plugins")
    for known in rules_with(plugins):
        if code in (known.code, known.name):
            told = {name: getattr(known, name) for name in _OF_A_RULE}
            return respond(request, "rule", told | {"page": known.page()})
    raise HTTPException(404, "There is no such rule.")


def standings_of(request: Request, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return for each experiment whether its file is here, and how it stands as far as that is known."""
    project, checking = request.app.state.project, request.app.state.checking
    here = {name for name in names if is_here(project, name)}
    found = checking.of(name for name in here if name.endswith(SUFFIX))
    tries = LastTries(request.app.state.store.root)
    return {
        name: _standing(os.path.join(project, name), found.get(name), checking.pairs.of(name), tries)
        if name in here
        else {"exists": False, "findings": None, "pair": None, "smoke": None}
        for name in names
    }


def is_here(project: str, name: str) -> bool:
    """Tell whether an experiment's file is there; a record from elsewhere must not make us look elsewhere."""
    path = os.path.normpath(os.path.join(project, name))
    return path.startswith(os.path.join(project, "")) and os.path.isfile(path)


def is_notebook_here(project: str, name: str) -> bool:
    """Tell whether a notebook of the project has this name, recorded or not."""
    return name.endswith(SUFFIX) and is_here(project, name)


def _standing(path: str, found: Found | None, pair: object, tries: LastTries) -> dict[str, Any]:
    is_notebook = path.endswith(SUFFIX)
    return {
        "exists": True,
        "findings": _findings(found) if is_notebook else None,
        "pair": pair if is_notebook else None,
        "smoke": readable(lambda: _smoke(path, tries)),
    }


def _findings(found: Found | None) -> dict[str, Any]:
    if found is None:
        return {"checking": True}
    if found.trouble:
        return {"trouble": found.trouble, "hint": found.hint}
    return {"count": len(found.findings), "worst": found.worst}


def _smoke(path: str, tries: LastTries) -> dict[str, Any] | None:
    last = tries.of(path)
    if last is None:
        return None
    told = {name: getattr(last, name) for name in ("passed", "cells", "duration_s", "cell", "what")}
    is_current = not path.endswith(SUFFIX) or last.digest == _digest(path, stamp_of(path))
    return {"at": utc_text(last.at_s), **told, "is_current": is_current}


@lru_cache(_KEPT)
def _digest(path: str, _stamp: bytes | None) -> str:
    """Return the digest of a notebook, worked out once for as long as nobody writes it."""
    return short_digest(read(path))
