"""`nbtrack run --resume`: run again what did not finish, as it was asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.chosen_run import chosen_run
from nbtrack.cli.run_kernels import Kernels
from nbtrack.cli.run_notebooks import plan_of, run_plan
from nbtrack.cli.run_show import exit_code, run_json
from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load
from nbtrack.notebook.parameters.binding import DEFAULT, INJECTED
from nbtrack.notebook.parameters.declared import INJECTED_TAG, declared_in, injected_cell
from nbtrack.notebook.parameters.given import Given
from nbtrack.project import find_root
from nbtrack.record.plan import Labels, make_plan
from nbtrack.record.previous import stored_comparison
from nbtrack.record.project_store import find_store
from nbtrack.record.redaction import REDACTED
from nbtrack.store.notebooks import code_digest, get_notebook
from nbtrack.store.record import FINISHED, RUNNING

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.plan import Plan
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord


def resume(name: str, args: Args, out: Output) -> int:
    """Run a run's notebook with its parameters, from the first cell: no kernel's memory outlives it."""
    if args.positional:
        raise UsageError("--resume takes the notebook from the run", hint="leave the path out")
    record = chosen_run(name, find_store("."))
    if record.status in (FINISHED, RUNNING):
        raise RunError(f"run {record.id[:8]} is {record.status}: there is nothing to take up")
    plan = _plan(record, args)
    out.note(_said(record, plan))
    with Kernels(args) as kernels:
        again, store = run_plan(plan, kernels, args, out)
    if args.flag("json"):
        out.json(run_json(again, stored_comparison(store, again)))
    return exit_code(again)


def _plan(record: RunRecord, args: Args) -> Plan:
    store = find_store(".")
    path = os.path.relpath(os.path.join(find_root(os.path.abspath(".")), record.experiment))
    if not path.endswith(".ipynb"):
        raise UsageError(f"run {record.id[:8]} is of {record.experiment}, which is no notebook")
    asked = plan_of(load(path), args)
    note = args.value("note") or f"takes up run {record.id[:8]}"
    labels = Labels(name=args.value("name") or record.name, tags=record.tags, note=note)
    return make_plan(
        asked.given,
        given_in(record, store.blobs),
        (),
        command=asked.command,
        place=asked.place,
        metrics=asked.metrics,
        limits=asked.limits,
        labels=labels,
    )


def given_in(record: RunRecord, blobs: Blobs) -> tuple[Given, ...]:
    """Return what a run was given, exactly: as it stands in the cell that set it."""
    if record.notebook.as_run is None:
        return ()
    cell = injected_cell(parse(get_notebook(blobs, record.notebook.as_run), record.experiment))
    values = declared_in(cell, record.experiment) if cell else {}
    if secret := next((name for name, value in values.items() if REDACTED in str(value.default)), None):
        hint = "run the notebook anew, with all its parameters"
        raise RunError(
            f"run {record.id[:8]} was given a secret as {secret}, which is not on record", hint=hint
        )
    return tuple(
        Given(name, values[name].default, one.origin)
        for name, one in record.parameters.items()
        if name in values and one.origin not in (DEFAULT, INJECTED)
    )


def _said(record: RunRecord, plan: Plan) -> str:
    """Say what is taken over and what is not."""
    failed = record.error.cell if record.error else None
    before = [cell.number for cell in record.cells if failed is None or cell.number < failed]
    where = f" in cell {failed}" if failed else ""
    said = f"run {record.id[:8]} {record.status}{where}: its parameters are taken over"
    if before:
        said += (
            f", cells {before[0]} to {before[-1]} run again, as what they computed ended with their kernel"
        )
    if code_digest(plan.given, INJECTED_TAG) != record.notebook.code:
        said += "; the notebook has changed since, and runs as it is now"
    return said
