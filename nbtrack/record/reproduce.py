"""Run what a record holds again."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import KernelError, RunError
from nbtrack.notebook.document import parse
from nbtrack.notebook.parameters.binding import Bound
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.record.environments.rebuilt_environment import (
    Recorded,
    build_environment,
    project_name,
    variables_of,
)
from nbtrack.record.kernels.spec import find_spec
from nbtrack.record.plan import Limits, Metrics, Place, Plan
from nbtrack.record.script_plan import make_script_plan
from nbtrack.record.secrets.redaction import REDACTED
from nbtrack.record.secrets.secret_filling import filled_file
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.statuses import RUN, RUNNING
from nbtrack.store.surroundings import packages_installed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.record.environments.rebuilt_environment import Say
    from nbtrack.record.script_plan import ScriptPlan
    from nbtrack.record.workspace import Workspace
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord


class Repeat(NamedTuple):
    """How a run is to be repeated: the record, the words of the command that asks for it, and the limits.

    `place` names another kernel than the notebook does, and what else was asked for; `python` is for scripts.
    """

    record: RunRecord
    command: Sequence[str]
    limits: Limits = Limits()
    place: Place = Place()
    metrics: Metrics = Metrics()
    python: str | None = None


def require_repeatable(record: RunRecord) -> None:
    """Raise RunError for what holds nothing to run, or is not over."""
    what = f"{record.kind} {short_id(record.id)}"
    if record.kind != RUN:
        raise RunError(f"{what} was never run, so nothing came out that could be reproduced")
    if record.status == RUNNING:
        raise RunError(f"{what} is not over yet")
    if record.notebook.given and not record.notebook.as_run:
        raise RunError(
            f"{what} was begun by `nbtrack.start()` in Jupyter, where which cells ran is not on record",
            hint=f"`nbtrack restore {record.experiment}@{short_id(record.id)}` brings back what it saved",
        )
    if not record.notebook.as_run and not record.script:
        raise RunError(
            f"{what} holds no code: it was begun by `nbtrack.start()` where there is no file",
            hint="only runs of `nbtrack run` and of scripts can be reproduced",
        )


def require_no_secret(record: RunRecord, texts: Iterable[str]) -> None:
    """Raise RunError where one of the texts that a run was given held a secret, which no record has."""
    if any(REDACTED in text for text in texts):
        raise RunError(
            f"run {short_id(record.id)} was given a secret, which is not on record: it cannot run as it was",
            hint="run it anew, with all that it is to be given",
        )


def given_texts(record: RunRecord, blobs: Blobs) -> list[str]:
    """Return the cells of a recorded notebook that set what the run was given."""
    as_run = parse(get_notebook(blobs, record.notebook.as_run or ""), record.experiment)
    return [cell.source for cell in as_run.cells if INJECTED_TAG in cell.tags]


def notebook_plan(repeat: Repeat, place: Workspace, blobs: Blobs) -> Plan:
    """Plan a notebook's run as it was run then: the very notebook, with the parameters in it."""
    kept = repeat.record.notebook
    with open(place.path, "rb") as file:
        given = file.read()
    as_run = filled_file(repeat.record.experiment, get_notebook(blobs, kept.as_run or ""), [given])
    return Plan(
        given=parse(given, place.path),
        as_run=parse(as_run, place.path),
        parameters={
            name: Bound(
                name,
                one.value,
                one.origin,
                one.default,
                one.expression or str(one.value),
                is_exact=one.expression is None,
            )
            for name, one in repeat.record.parameters.items()
        },
        command=tuple(repeat.command),
        place=repeat.place,
        metrics=repeat.metrics,
        limits=repeat.limits,
        repeats=repeat.record,
        earlier_files=repeat.record.config_files,
    )


def script_plan(repeat: Repeat, place: Workspace, given: Sequence[Given], words: Sequence[str]) -> ScriptPlan:
    """Plan a script's run with what was given to it then, by name and as words of its own."""
    return replace(
        make_script_plan(place.path, given, words),
        command=tuple(repeat.command),
        limits=repeat.limits,
        python=repeat.python,
        repeats=repeat.record,
        place=repeat.place,
        patterns=repeat.metrics.patterns,
        earlier_files=repeat.record.config_files,
    )


@contextlib.contextmanager
def rebuilt_environment(
    record: RunRecord, kernel: str | None, place: Workspace, blobs: Blobs, say: Say
) -> Iterator[str]:
    """Build the environment of a run, where kernels find it, and return its Python; raises RunError."""
    recorded = record.environment
    if recorded is None or recorded.packages is None:
        raise RunError(
            f"run {short_id(record.id)} has no packages on record, so its environment cannot be rebuilt",
            hint="`--env same` runs it in the environment that is there",
        )
    folder = os.path.join(place.beside, "environment")
    wanted = Recorded(
        recorded.python,
        packages=packages_installed(recorded, blobs),
        lock=blobs.get(recorded.lock).decode("utf-8") if recorded.lock else "",
        python=_python_of_kernel(record, kernel, blobs),
    )
    python = build_environment(folder, wanted, place.root, say)
    with _set(variables_of(python, place.beside)):
        yield python


def _python_of_kernel(record: RunRecord, kernel: str | None, blobs: Blobs) -> str:
    """Return the interpreter of the kernel that the notebook names, where it is here, else our own."""
    if not record.notebook.as_run:
        return sys.executable
    try:
        notebook = parse(get_notebook(blobs, record.notebook.as_run), record.experiment)
        return shutil.which(find_spec(notebook, kernel).argv[0]) or sys.executable
    except KernelError:
        return sys.executable


@contextlib.contextmanager
def own_code_first(place: Workspace) -> Iterator[None]:
    """Let the project's own packages come from the workspace, also where they are installed editable."""
    own_checkout, checkout = place.whole
    installed = [
        os.path.join(checkout, os.path.relpath(os.path.realpath(entry), own_checkout))
        for entry in sys.path
        if os.path.realpath(entry).startswith(os.path.join(own_checkout, ""))
    ]
    source = os.path.join(place.root, "src")
    own = [source if os.path.isdir(source) else place.root] if project_name(place.root) else []
    found = [folder for folder in (*own, *installed) if os.path.isdir(folder)]
    path = os.pathsep.join(filter(None, [*dict.fromkeys(found), os.environ.get("PYTHONPATH")]))
    with _set({"PYTHONPATH": path} if path else {}):
        yield


@contextlib.contextmanager
def _set(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
