"""`nbtrack run`: run a notebook with parameters and record everything."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.run_progress import Progress
from nbtrack.cli.run_script import run_script
from nbtrack.cli.run_secrets import note_secrets
from nbtrack.cli.run_show import exit_code, show_run
from nbtrack.errors import NbtrackError, RunError, UsageError
from nbtrack.notebook.files import STDIN, load, read_if_there, write
from nbtrack.notebook.parameters.given import read_words
from nbtrack.record.plan import Labels, Limits, make_plan
from nbtrack.record.recorder import record_run
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.store import find_store

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

COMMAND = Command(
    "run",
    "run a notebook or script with parameters and record everything",
    arguments=("NOTEBOOK|SCRIPT", 1, None),
    options=(
        Option("-p", "--parameter", metavar="NAME=VALUE", many=True, help="give a parameter another value"),
        Option("-c", "--config", metavar="FILE", many=True, help="parameters from a TOML, YAML or JSON file"),
        Option("--name", metavar="NAME", help="call the run so, to find it again"),
        Option("--tag", metavar="TAG", many=True, help="put a tag on the run"),
        Option("--note", metavar="TEXT", help="why this run, in a sentence"),
        Option("--timeout", metavar="SECONDS", help="how long the whole run may take"),
        Option("--cell-timeout", metavar="SECONDS", help="how long one cell may take"),
        Option("--kernel", metavar="NAME", help="another kernel than the notebook names"),
        Option("-o", "--output", metavar="FILE", help="write the executed notebook there as well"),
        Option("--dry-run", help="run nothing; show the parameters that would hold"),
        JSON,
    ),
    description=(
        "The notebook runs in a kernel of its own, in its own folder, and its file stays as it is.\n"
        "Parameters are the names that the cell tagged `parameters` sets; values given go into a cell\n"
        "behind it. Recorded are notebook, outputs, parameters, metrics, packages, git commit and patch,\n"
        "and what changed since the last run. Exit code 1 says that the run did not finish.\n"
        "A script runs as `python SCRIPT` would; words behind `--` are its own."
    ),
    examples=(
        ("nbtrack run train.ipynb", "run it as it stands"),
        ("nbtrack run train.ipynb -p lr=0.1 -p epochs=20", "with other parameters"),
        ("nbtrack run train.ipynb -c params.yaml -p lr=0.1", "from a file, the command line over it"),
        ("nbtrack run train.py -- --epochs 20", "a script with its own options"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Run one notebook and show its record, with what changed since the run before."""
    path = args.positional[0]
    if path == STDIN:
        raise UsageError("a run needs a notebook in a file: its path is the experiment's name")
    if path.endswith(".py"):
        return run_script(args, out)
    if len(args.positional) > 1:
        raise UsageError(
            f"a notebook takes no argument {args.positional[1]!r}", hint="give parameters by -p NAME=VALUE"
        )
    plan = _plan(path, args)
    if args.flag("dry-run"):
        return _show_plan(plan, args, out)
    output = args.value("output")
    if output:
        _check_output(output, plan)
    store = find_store(path)
    record = record_run(plan, store, Progress(plan, out))
    show_run(record, store, args, out)
    note_secrets(plan.given, out)
    if output:
        _write_output(record, store, output)
    return exit_code(record)


def _plan(path: str, args: Args) -> Plan:
    return make_plan(
        load(path),
        read_words(args.values("parameter")),
        args.values("config"),
        command=_command(args),
        kernel=args.value("kernel"),
        limits=Limits(run_s=args.number("timeout"), cell_s=args.number("cell-timeout")),
        labels=Labels(name=args.value("name"), tags=args.values("tag"), note=args.value("note")),
    )


def _command(args: Args) -> tuple[str, ...]:
    words = sys.argv[2:] if sys.argv[1:2] == ["run"] else args.positional
    return ("nbtrack", "run", *words)


def _check_output(output: str, plan: Plan) -> None:
    """Refuse before the run, which may take hours, what cannot be written after it."""
    if os.path.realpath(output) == os.path.realpath(plan.path):
        raise UsageError(
            f"--output names {plan.path} itself, which a run never changes", hint="name another file"
        )
    if os.path.isdir(output):
        raise UsageError(f"--output names the folder {output}", hint="name a file in it")
    folder = os.path.dirname(output) or "."
    if not os.access(folder, os.W_OK | os.X_OK):
        why = "there is no such folder" if not os.path.isdir(folder) else "writing there is not allowed"
        raise UsageError(f"--output names {output}, but {why}", hint="make the folder, or name another file")


def _write_output(record: RunRecord, store: Store, path: str) -> None:
    if record.notebook.executed is None:
        raise RunError(f"run {record.id} has no executed notebook to write to {path}")
    came_out = get_notebook(store.blobs, record.notebook.executed)
    try:
        write(path, came_out, expected=read_if_there(path))
    except NbtrackError as error:
        hint = f"the run is on record: `nbtrack show --notebook {record.id[:8]} > FILE` writes its notebook"
        raise RunError(error.message, hint=hint) from None


def _show_plan(plan: Plan, args: Args, out: Output) -> int:
    rows = [
        {"name": one.name, "value": one.value, "expression": one.expression, "origin": one.origin}
        for one in plan.parameters.values()
    ]
    if args.flag("json"):
        out.json({"schema": "nbtrack.plan/1", "experiment": plan.experiment, "parameters": rows})
        return 0
    for one in plan.parameters.values():
        out.line(f"{one.name} = {one.expression}  ({one.origin})")
    if not rows:
        out.note(f"{plan.path} has no parameters: no cell is tagged `parameters`")
    return 0
