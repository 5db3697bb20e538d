"""`nbtrack reproduce`: run a recorded run again, and tell whether the same comes out."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.reproduce.show import Reproduced, data_lines, reproduction_json, show_reproduction
from nbtrack.cli.run.given_then import given_then
from nbtrack.cli.run.place import check_cwd
from nbtrack.cli.run.progress import Progress
from nbtrack.cli.run.script import Echo
from nbtrack.cli.show.run import missing_code
from nbtrack.compare.reproduction import DIFFERENT, Closeness, compare_repeated, judge
from nbtrack.compare.sides import read_side
from nbtrack.project import is_below
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.environments.rebuilt_environment import KERNEL
from nbtrack.record.files.data_check import check_data
from nbtrack.record.plan import Limits, Place
from nbtrack.record.project_store import find_store
from nbtrack.record.recorder import record_run
from nbtrack.record.reproduce import (
    Repeat,
    given_texts,
    notebook_plan,
    own_code_first,
    rebuilt_environment,
    require_no_secret,
    require_repeatable,
    script_plan,
)
from nbtrack.record.script_run import record_script
from nbtrack.record.workspace import rebuilt
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import STOPPED
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.workspace import Workspace
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_SAME, _REBUILD = "same", "rebuild"

COMMAND = Command(
    "reproduce",
    "run a recorded run again, and tell whether the same comes out",
    arguments=("RUN", 1, 1),
    options=(
        Option(
            "--env",
            metavar="WHICH",
            choices=(_SAME, _REBUILD),
            help="same: the environment that is there; rebuild: a new one with the recorded packages",
        ),
        Option("--rtol", metavar="NUMBER", help="let metrics differ by this part of what they were"),
        Option("--atol", metavar="NUMBER", help="let metrics differ by as much"),
        Option("--link", metavar="PATH", many=True, help="use this file or folder in place, do not copy it"),
        Option("--timeout", metavar="SECONDS", help="how long the whole run may take"),
        Option("--cell-timeout", metavar="SECONDS", help="how long one cell may take"),
        JSON,
    ),
    description=(
        "The commit is checked out beside the project, the recorded patch applied, and the notebook or\n"
        "script put there as it was; it runs with the recorded parameters, and all of it is taken away\n"
        "again. What git does not track is copied as it is now. Every point of every metric has to be the\n"
        "same to the bit, or within --rtol and --atol; without metrics, the outputs have to be. Exit code 1\n"
        "says that they are not. The new run is on record, and names the one that it reproduces."
    ),
    examples=(
        ("nbtrack reproduce 4f2a", "does it still give the same number?"),
        ("nbtrack reproduce 4f2a --env rebuild", "and with the packages of that time?"),
        ("nbtrack reproduce best --rtol 1e-6", "the run named `best`, on another machine"),
    ),
)


class _Request(NamedTuple):
    """The run that is meant, where it is kept, and what was asked for."""

    record: RunRecord
    store: Store
    args: Args
    out: Output


def run(args: Args, out: Output) -> int:
    """Rebuild, run, compare and show."""
    word = args.positional[0]
    close = Closeness(args.number("rtol") or 0.0, args.number("atol") or 0.0)
    store = find_store(word)
    old = chosen_run(word, store)
    require_repeatable(old)
    with rebuilt(old, store, ".", args.values("link")) as place:
        _tell(old, place, out)
        data = check_data(old, store, place.root)
        for line in data_lines(data) if data and data.changes else ():
            out.note(line)
        new = _repeated(_Request(old, store, args, out), place)
    comparison = compare_repeated(read_side(old, store.blobs), read_side(new, store.blobs))
    verdict = judge(old, new, comparison, store.blobs, close)
    found = Reproduced(new, comparison, verdict, data)
    if args.flag("json"):
        out.json(reproduction_json(found, place))
    else:
        show_reproduction(found, out)
    if new.status in STOPPED:
        return 130
    return 1 if verdict.kind == DIFFERENT else 0


def _repeated(request: _Request, place: Workspace) -> RunRecord:
    record, store, args, out = request
    then = given_then(record, store)
    command = ("nbtrack", "reproduce", *args.words)
    limits = Limits(run_s=args.number("timeout"), cell_s=args.number("cell-timeout"))
    cwd = _folder(then.cwd, place)
    asked = Place(kernel=then.kernel, cwd=cwd, variables=then.variables, module=then.module)
    repeat = Repeat(record, command, limits, asked, then.metrics)
    with contextlib.ExitStack() as environment:
        if args.value("env") == _REBUILD:
            building = rebuilt_environment(record, then.kernel, place, store.blobs, out.note)
            python = environment.enter_context(building)
            repeat = repeat._replace(place=replace(asked, kernel=KERNEL), python=python)
        else:
            environment.enter_context(own_code_first(place))
        if record.notebook.as_run:
            require_no_secret(record, given_texts(record, store.blobs))
            plan = notebook_plan(repeat, place, store.blobs)
            return record_run(plan, store, Progress(plan, store, out))
        require_no_secret(record, (*then.words, *(str(one.value) for one in then.given)))
        script = script_plan(repeat, place, then.given, then.words)
        return record_script(script, store, Echo(record.experiment, out))


def _folder(cwd: str | None, place: Workspace) -> str | None:
    """Return the folder that was asked for, the workspace's own where it is one of the project."""
    if cwd is None:
        return None
    own, folder = os.path.realpath(cwd), cwd
    if is_below(place.project, own):
        folder = os.path.join(place.root, os.path.relpath(own, place.project))
    check_cwd(folder)
    return folder


def _tell(record: RunRecord, place: Workspace, out: Output) -> None:
    code = "files as they are now, there is no commit on record"
    if place.commit and record.git:
        code = f"commit {short_id(place.commit)}{' with its patch' if record.git.patch else ''}"
    more = f"; with {count_text(place.untracked, 'file')} not in git, as of now" if place.untracked else ""
    out.note(f"run {short_id(record.id)} of {record.experiment}: {code}{more}")
    if missing := missing_code(record):
        out.note(missing)
