"""A run as MLflow says it, whichever of its stores it comes from, as a record."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nbtrack.exchange.foreign import ForeignRun, foreign_id, value_of
from nbtrack.project import path_from
from nbtrack.store.clock import utc_text
from nbtrack.store.record import GitState, Parameter, RunRecord
from nbtrack.store.statuses import FAILED, FINISHED, INTERRUPTED, KILLED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.series import Series

OWN_ID_TAG = "nbtrack.id"  # on what `nbtrack export` wrote
_OWN_TAG, _NOTE_TAG, _PARENT_TAG = "mlflow.", "mlflow.note.content", "mlflow.parentRunId"
_COMMIT_TAG, _BRANCH_TAG = "mlflow.source.git.commit", "mlflow.source.git.branch"
_STATUS = {"FINISHED": FINISHED, "FAILED": FAILED, "KILLED": KILLED}  # what still ran is taken as interrupted
_UUID = re.compile(r"[0-9a-f]{32}")
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Said:
    """What MLflow says of a run; times are milliseconds since the epoch."""

    uuid: str
    experiment: str
    status: str
    start: int
    end: int | None = None
    name: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    artifacts: str | None = None  # their folder's address


def foreign_run(said: Said, series: Mapping[str, Series], beside: str) -> ForeignRun:
    """Return the run; its artifacts are looked for where MLflow says, or in the folder `beside`."""
    tags = {key: value for key, value in said.tags.items() if not key.startswith((_OWN_TAG, OWN_ID_TAG))}
    own, parent = said.tags.get(OWN_ID_TAG, ""), said.tags.get(_PARENT_TAG)
    if parent and "parent" not in tags:
        tags["parent"] = foreign_id("mlflow", parent)
    commit = said.tags.get(_COMMIT_TAG)
    record = RunRecord(
        id=own if _ID.fullmatch(own) else foreign_id("mlflow", said.uuid),
        experiment=said.experiment,
        started=utc_text(said.start / 1000),
        ended=utc_text(said.end / 1000) if said.end else None,
        duration_s=(said.end - said.start) / 1000 if said.end else None,
        status=_STATUS.get(said.status, INTERRUPTED),
        name=said.name or None,
        note=said.tags.get(_NOTE_TAG),
        tags=tuple(f"{key}={value}" for key, value in tags.items()),
        parameters={key: Parameter(value_of(value), "MLflow") for key, value in said.parameters.items()},
        git=GitState(commit, branch=said.tags.get(_BRANCH_TAG)) if commit else None,
        imported=f"mlflow:{said.uuid}",
    )
    return ForeignRun(record, series, artifacts=_artifacts(said, beside))


def _artifacts(said: Said, beside: str) -> dict[str, str]:
    """Return the files of a run by their names, none where their folder is elsewhere."""
    for folder in _folders(said, beside):
        found = {}
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    found[path_from(folder, path)] = path
        if found:
            return dict(sorted(found.items()))
    return {}


def _folders(said: Said, beside: str) -> list[str]:
    """Return where a run's artifacts may be: all may have been moved, and a server hands out a folder's.

    Whoever wrote the store names the folder, so it has to be one that only a run has.
    """
    address = urlsplit(said.artifacts or "")
    path = os.path.normpath(unquote(address.path))
    *_, experiment, uuid, last = ("", "", *path.split(os.sep))
    if (uuid, last) != (said.uuid, "artifacts") or not _UUID.fullmatch(uuid):
        return []
    near = [os.path.join(beside, top, experiment, uuid, last) for top in ("", "mlruns", "mlartifacts")]
    return [path, *near] if address.scheme in ("", "file") else near
