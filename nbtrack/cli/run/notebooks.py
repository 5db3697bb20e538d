"""Run notebooks one after the other."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.cli.given import given_by_name
from nbtrack.cli.labels import labels_in
from nbtrack.cli.run.output import check_output, write_output, write_page
from nbtrack.cli.run.place import check_cwd, variables_in
from nbtrack.cli.run.progress import Progress
from nbtrack.cli.run.secrets import note_secrets
from nbtrack.cli.show.run import exit_code, run_json, show_run
from nbtrack.errors import UsageError
from nbtrack.notebook.parameters.expressions import plain
from nbtrack.notebook.parameters.given import read_environment
from nbtrack.record.metrics.asked_metrics import read_expressions, read_patterns
from nbtrack.record.plan import Limits, Metrics, Place, make_plan
from nbtrack.record.previous import stored_comparison
from nbtrack.record.project_store import find_store
from nbtrack.record.recorder import record_run_on
from nbtrack.record.resuming.state_limits import state_limits
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import EXITED, FINISHED, STOPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.cli.run.kernels import Kernels
    from nbtrack.notebook.document import Notebook
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def run_notebooks(notebooks: Sequence[Notebook], kernels: Kernels, args: Args, out: Output) -> int:
    """Run each notebook; return the exit code of the first that did not finish. An interruption ends all."""
    plans = [plan_of(notebook, args) for notebook in notebooks]
    _check(plans, args)
    if args.flag("dry-run"):
        show_plans(plans, args, out)
        return 0
    code = 0
    found: list[tuple[RunRecord, Store]] = []
    for plan in plans:
        record, store = run_plan(plan, kernels, args, out)
        found.append((record, store))
        code = code or exit_code(record)
        if record.status in STOPPED:
            break
    if args.flag("json"):
        _show_json(found, out)
    return code


def run_plan(plan: Plan, kernels: Kernels, args: Args, out: Output) -> tuple[RunRecord, Store]:
    """Run one notebook, again where it did not finish and that was asked for."""
    store = find_store(plan.path)
    for left in range(args.count("retry") or 0, -1, -1):
        record = record_run_on(kernels.of(plan.given), plan, store, Progress(plan, store, out))
        _deliver(record, store, plan, args, out)
        if not args.flag("json"):
            show_run(record, store, args, out)
        if record.status in {FINISHED, EXITED, *STOPPED} or not left:
            break
        out.note(f"{plan.path}: run {short_id(record.id)} {record.status}; {left} more to try")
    note_secrets(plan.given, out)
    return record, store


def _deliver(record: RunRecord, store: Store, plan: Plan, args: Args, out: Output) -> None:
    """Write the files that were asked for, before anything is shown: a reader may go away."""
    if output := args.value("output"):
        write_output(record, store, output)
    if args.flag("to-html"):
        out.note(f"wrote {write_page(record, store, plan.path)}")


def plan_of(notebook: Notebook, args: Args) -> Plan:
    """Return what the command line asks for."""
    plan = make_plan(notebook, (*read_environment(os.environ), *given_by_name(args)), args.values("config"))
    return replace(
        plan,
        command=("nbtrack", "run", *args.words),
        place=Place(
            kernel=args.value("kernel"), cwd=args.value("cwd"), variables=variables_in(args.values("env"))
        ),
        metrics=Metrics(
            expressions=read_expressions(args.values("metric")),
            patterns=read_patterns(args.values("metric-pattern")),
        ),
        limits=Limits(run_s=args.number("timeout"), cell_s=args.number("cell-timeout")),
        labels=labels_in(args),
        state=state_limits(plan.folder, args.value("keep-state")),
    )


def _check(plans: Sequence[Plan], args: Args) -> None:
    check_cwd(args.value("cwd"))
    if output := args.value("output"):
        if len(plans) > 1:
            raise UsageError("--output is for a single notebook", hint="`nbtrack show --notebook RUN > FILE`")
        check_output(output, plans[0])


def _show_json(found: Sequence[tuple[RunRecord, Store]], out: Output) -> None:
    shown = [run_json(record, stored_comparison(store, record)) for record, store in found]
    out.json(shown[0] if len(shown) == 1 else {"schema": "nbtrack.runs/1", "runs": shown})


def show_plans(plans: Sequence[Plan], args: Args, out: Output) -> None:
    """Show what would be run: the parameters that would hold, and where a run would be taken up."""
    if args.flag("json"):
        shown = [_plan_json(plan) for plan in plans]
        out.json(shown[0] if len(shown) == 1 else {"schema": "nbtrack.plans/1", "plans": shown})
        return
    for plan in plans:
        if len(plans) > 1:
            out.styled(out.paint(plan.path, "bold"))
        for one in plan.parameters.values():
            out.line(f"{one.name} = {one.expression}  ({one.origin})")
        if not plan.parameters:
            out.note(f"{plan.path} has no parameters: no cell is tagged `parameters`")


def _plan_json(plan: Plan) -> dict[str, object]:
    rows = [
        {"name": one.name, "value": plain(one.value), "expression": one.expression, "origin": one.origin}
        for one in plan.parameters.values()
    ]
    found: dict[str, object] = {"schema": "nbtrack.plan/1", "experiment": plan.experiment, "parameters": rows}
    if resumes := plan.resumes:
        found["resumes"] = {
            "run": resumes.run.id,
            "cell": plan.resumes_at,
            "why": resumes.why,
            "altered": list(resumes.altered),
        }
    return found
