"""The command line by which a run was begun, over those of the runs that it repeats or takes up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.options import Args
from nbtrack.cli.parsing import parse
from nbtrack.cli.run.options import COMMAND
from nbtrack.cli.run.place import check_cwd, variables_in
from nbtrack.errors import NbtrackError, RunError, StoreError, UsageError
from nbtrack.pairing.pairs import notebook_path
from nbtrack.project import ancestors, find_root
from nbtrack.record.secrets.redaction import REDACTED
from nbtrack.store.digest import short_id
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_RUN = ("nbtrack", "run")
_TAKEN = ("kernel", "cwd", "env", "metric", "metric-pattern")


def earlier_runs(record: RunRecord, store: Store) -> list[RunRecord]:
    """Return a run behind those that it repeats or takes up, the first of them at the front."""
    found = {record.id: record}
    one = record
    while name := one.reproduces or (one.resumes and one.resumes.run):
        try:
            one = store.get(name)
        except StoreError:  # removed since
            break
        if one.id in found:  # as only a store that somebody wrote by hand says
            break
        found[one.id] = one
    return [*found.values()][::-1]


def asked_then(record: RunRecord, store: Store) -> Args | None:
    """Return what `nbtrack run` was asked for, None for another command; raises RunError.

    The folder of --cwd is absolute, from wherever that was said.
    """
    asked = None
    for one in earlier_runs(record, store):
        if one.command[:2] == _RUN:
            args = _asked(one)
            asked = args.over(asked) if asked else args
    return asked


def _asked(record: RunRecord) -> Args:
    try:
        args = parse(COMMAND, list(record.command[2:]))
    except UsageError as error:
        raise RunError(f"the command of run {short_id(record.id)} cannot be read: {error.message}") from None
    cwd = args.value("cwd") or ("." if args.flag("module") else None)
    if cwd is None:
        return args
    place = next((place for place, _ in _named(record, args)), "")
    return Args(COMMAND, (), {"cwd": [os.path.abspath(os.path.join(place, cwd))]}, args.words).over(args)


def as_then(asked: Args | None, args: Args) -> Args:
    """Return what is asked for now, over the kernel, folder, variables and metrics that were then."""
    taken = args.over(asked.only(*_TAKEN)) if asked else args
    values = variables_in(taken.values("env"))
    if secret := next((name for name, value in values.items() if REDACTED in value), None):
        raise RunError(
            f"the run was given a secret by --env {secret}, which is not on record",
            hint=f"give it again: `--env {secret}=...`",
        )
    check_cwd(taken.value("cwd"))
    return taken


def path_then(record: RunRecord, asked: Args | None) -> str:
    """Return the file that was run, as it is called from here: the notebook, its text, or the script."""
    own = os.path.join(find_root(), record.experiment)
    return os.path.relpath(next((path for _, path in _named(record, asked)), own))


def _named(record: RunRecord, asked: Args | None) -> Iterator[tuple[str, str]]:
    """Yield folders in which a word of the command names the experiment, each with that file."""
    root = find_root()
    called_from = [os.path.relpath(os.path.join(root, record.called_from))] if record.called_from else []
    if asked and asked.flag("module"):
        yield called_from[0] if called_from else "", os.path.join(root, record.experiment)
        return
    for place in (*called_from, "", *ancestors(os.path.dirname(os.path.join(root, record.experiment)))):
        for word in asked.positional if asked else ():
            path = os.path.join(place, word)
            if os.path.isfile(path) and _experiment(path) == record.experiment:
                yield place, path
        if place == root:
            return


def _experiment(path: str) -> str | None:
    try:
        return experiment_of(notebook_path(path))
    except NbtrackError:  # no pair any more
        return None
