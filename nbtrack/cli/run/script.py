"""`nbtrack run SCRIPT`: the same for a plain script."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.cli.given import given_by_files, given_by_name
from nbtrack.cli.labels import labels_in
from nbtrack.cli.run.place import check_cwd, variables_in
from nbtrack.cli.show.run import exit_code, show_run
from nbtrack.errors import UsageError
from nbtrack.record.metrics.asked_metrics import read_patterns
from nbtrack.record.plan import Limits, Place
from nbtrack.record.project_store import find_store
from nbtrack.record.script_module import module_file
from nbtrack.record.script_plan import make_script_plan
from nbtrack.record.script_run import record_script
from nbtrack.record.script_words import refuse_undeclared
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import FINISHED, STOPPED

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.script_plan import ScriptPlan
    from nbtrack.store.record import RunRecord

_FOR_NOTEBOOKS = {
    "metric": "no kernel is left to ask; --metric-pattern finds numbers in what a script prints",
    "cell-timeout": "a script has no cells; --timeout is for all of it",
    "keep-state": "a script has no kernel whose state could be kept",
    "kernel": "a script runs in nbtrack's own interpreter",
    "output": "what a script printed is in the record",
    "to-html": "what a script printed is in the record",
}


def run_script(args: Args, out: Output) -> int:
    """Run one script, again where it did not finish and that was asked for, and show its record."""
    require_for_scripts(args)
    plan = _plan(args)
    refuse_undeclared(plan.path, (*given_by_files(args), *given_by_name(args)), plan.source_b)
    return run_planned(plan, args, out)


def require_for_scripts(args: Args) -> None:
    """Raise UsageError for an option that only notebooks have."""
    for name, why in _FOR_NOTEBOOKS.items():
        if args.flag(name):
            raise UsageError(f"--{name} is for notebooks: {why}")


def run_planned(plan: ScriptPlan, args: Args, out: Output) -> int:
    """Do the same for one that is planned."""
    if args.flag("dry-run"):
        program = plan.program if plan.place.module else (plan.path,)
        out.line(shlex.join(("python", *program, *plan.words)))
        return 0
    store = find_store(plan.path)
    for left in range(args.count("retry") or 0, -1, -1):
        record = record_script(plan, store, Echo(plan.path, out))
        is_over = record.status in {FINISHED, *STOPPED} or not left
        if is_over or not args.flag("json"):
            show_run(record, store, args, out)
        if is_over:
            break
        out.note(f"{plan.path}: run {short_id(record.id)} {record.status}; {left} more to try")
    if said := _said_of_package(record, plan):
        out.note(said)
    return exit_code(record)


def _plan(args: Args) -> ScriptPlan:
    check_cwd(args.value("cwd"))
    place = _place(args)
    path, *words = args.positional if place.module is None else (_module_file(place, args), *args.positional)
    return replace(
        make_script_plan(path, given_by_name(args), words, args.values("config")),
        command=("nbtrack", "run", *args.words),
        limits=Limits(run_s=args.number("timeout")),
        labels=labels_in(args),
        place=place,
        patterns=read_patterns(args.values("metric-pattern")),
    )


def _place(args: Args) -> Place:
    """Return where the script runs; as a module it does so where we are, as for `python -m`."""
    module, cwd = args.value("module"), args.value("cwd")
    return Place(cwd=cwd or (module and "."), variables=variables_in(args.values("env")), module=module)


def _module_file(place: Place, args: Args) -> str:
    """Return the file of the module that -m names; raises RunError, and UsageError for another beside it."""
    if args.positional[:1] == args.words[:1]:
        raise UsageError(
            f"{args.words[0]} stands before -m: a run is of a file or of a module, not of both",
            hint=f"`nbtrack run -m {place.module}`, and what is the module's own goes behind --",
        )
    return module_file(place.module or "", place.cwd or ".")


def _said_of_package(record: RunRecord, plan: ScriptPlan) -> str | None:
    """Return what there is to do for a script that knows itself to be in a package, and was run as a file."""
    is_alone = record.error and "no known parent package" in record.error.message and not plan.place.module
    name = os.path.relpath(plan.path).removesuffix(".py").replace(os.sep, ".")
    return f"`nbtrack run -m {name}` runs it as a part of its package" if is_alone else None


class Echo:
    """Let a person see what the script prints, on stderr, where progress belongs.

    It comes as it is, colours and progress bars too: whoever runs a program lets it speak to the terminal.
    """

    def __init__(self, path: str, out: Output) -> None:
        self._path = path
        self._out = out

    def run_started(self, run_id: str) -> None:
        """Say which run begins."""
        self._out.note(f"{self._path}: run {short_id(run_id)}")

    def printed(self, raw: bytes) -> None:
        """Hand on what came."""
        if self._out.quiet:
            return
        with contextlib.suppress(OSError):  # the terminal was closed; who closed it sends a signal
            sys.stderr.buffer.write(raw)
            sys.stderr.buffer.flush()
