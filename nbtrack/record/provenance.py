"""Where a run comes from: its code's state in git, its files, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import RunError
from nbtrack.git.checkout import read_checkout
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.notebook.parameters.expressions import plain
from nbtrack.record.environments.environment import packages_on
from nbtrack.record.environments.lock import lock_of
from nbtrack.record.resources.machine import machine
from nbtrack.record.secrets.redaction import redacted_b, redacted_notebook
from nbtrack.record.secrets.source_redaction import redacted_patch
from nbtrack.store.canonical import dump
from nbtrack.store.notebooks import code_digest, put_notebook
from nbtrack.store.record import ConfigFile, Environment, GitState, Parameter, RecordedNotebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.parameters.binding import Bound
    from nbtrack.record.environments.environment import Interpreter
    from nbtrack.record.plan import Plan
    from nbtrack.record.script_plan import ScriptPlan
    from nbtrack.store.blobs import Blobs


def keep_notebook(plan: Plan, blobs: Blobs) -> RecordedNotebook:
    """Keep the notebook as it was given and as it is run."""
    given = put_notebook(blobs, redacted_notebook(plan.given).raw)
    as_run = given if plan.as_run is plan.given else put_notebook(blobs, redacted_notebook(plan.as_run).raw)
    return RecordedNotebook(given=given, as_run=as_run, code=code_digest(plan.given, INJECTED_TAG))


def keep_config_files(plan: Plan | ScriptPlan, blobs: Blobs) -> tuple[ConfigFile, ...]:
    """Keep the files that gave parameters, behind an earlier run's; raises RunError where one is gone."""
    kept = [ConfigFile(path, blobs.put(redacted_b(_read(path)))) for path in plan.config_files]
    return (*(file for file in plan.earlier_files if file not in kept), *kept)


def recorded_parameters(bound: Mapping[str, Bound]) -> dict[str, Parameter]:
    """Return a record's parameters; what only the notebook can work out stands as its source."""
    return {name: _recorded(one) for name, one in bound.items()}


def _recorded(one: Bound) -> Parameter:
    is_known = one.is_exact or one.value is not None
    return Parameter(
        plain(one.value) if is_known else one.expression,
        origin=one.origin,
        default=plain(one.default),
        expression=None if one.is_exact else one.expression,
    )


def keep_checkout(folder: str, blobs: Blobs) -> GitState | None:
    """Keep the commit and the patch of a folder's checkout, None outside of git."""
    found = read_checkout(folder)
    if found is None:
        return None
    patch = blobs.put(redacted_patch(found.patch)) if found.patch else None
    return GitState(
        commit=found.commit,
        branch=found.branch,
        remote=found.remote,
        dirty=found.dirty,
        patch=patch,
        unknown=found.unknown,
    )


def keep_environment(
    interpreter: Interpreter, blobs: Blobs, given: Mapping[str, str] | None = None
) -> Environment:
    """Keep the interpreter's version, its packages with a lock, the machine and the variables given."""
    return Environment(
        python=interpreter.python,
        platform=interpreter.platform,
        packages=blobs.put(dump(packages_on(interpreter.path))),
        lock=blobs.put(lock_of(interpreter.path).encode("utf-8")),
        machine=blobs.put(dump(machine(given))),
    )


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise RunError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from None
