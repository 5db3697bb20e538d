"""`nbtrack run --resume`: take up what did not finish, at its cell where state allows, else from the top."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.cli.given import given_by_files, given_by_name
from nbtrack.cli.loading import load_or_read_text
from nbtrack.cli.run.asked_then import as_then, asked_then, path_then
from nbtrack.cli.run.kernels import Kernels
from nbtrack.cli.run.notebooks import plan_of, run_plan, show_plans
from nbtrack.cli.run.resume_script import labels_of, resume_script
from nbtrack.cli.show.run import exit_code, run_json
from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.parameters.binding import DEFAULT, INJECTED
from nbtrack.notebook.parameters.declared import INJECTED_TAG, declared_of, injected_cell
from nbtrack.notebook.parameters.given import Given
from nbtrack.notebook.scan import parse_bytes
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.plan import make_plan
from nbtrack.record.previous import stored_comparison
from nbtrack.record.project_store import find_store
from nbtrack.record.resuming.resumable import resumption_of
from nbtrack.record.resuming.resumption import Resumption
from nbtrack.record.secrets.redaction import REDACTED
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import code_digest, get_notebook
from nbtrack.store.states import States
from nbtrack.store.statuses import FINISHED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.plan import Plan
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def resume(name: str, args: Args, out: Output) -> int:
    """Run a run's notebook with its parameters, from the cell that did not finish where its state is kept.

    A script runs from its top.
    """
    if args.positional or args.flag("module"):
        raise UsageError("--resume takes the notebook or script from the run", hint="leave it out")
    store = find_store(".")
    record = chosen_run(name, store)
    if record.status in (FINISHED, RUNNING):
        raise RunError(f"run {short_id(record.id)} is {record.status}: there is nothing to take up")
    if record.script:
        return resume_script(record, args, out)
    asked = asked_then(record, store)
    return _resume_notebook(record, path_then(record, asked), store, as_then(asked, args), out)


def _resume_notebook(record: RunRecord, path: str, store: Store, args: Args, out: Output) -> int:
    plan = _plan(record, path, store.blobs, args)
    resumption = (
        Resumption(run=record, why="--from-top says so")
        if args.flag("from-top")
        else resumption_of(plan, record, store)
    )
    for line in _said(record, plan, resumption):
        out.note(line)
    plan = replace(plan, resumes=resumption)
    if args.flag("dry-run"):
        if resumption.why:
            out.note(f"from the top: {resumption.why}")
        show_plans([plan], args, out)
        return 0
    with Kernels(args) as kernels:
        again, store = run_plan(plan, kernels, args, out)
    if again.status == FINISHED:
        States(store.root).remove(record.id)
    if args.flag("json"):
        out.json(run_json(again, stored_comparison(store, again)))
    return exit_code(again)


def _plan(record: RunRecord, path: str, blobs: Blobs, args: Args) -> Plan:
    if record.notebook.as_run is None:
        raise UsageError(f"run {short_id(record.id)} is of {record.experiment}, which is no notebook")
    asked = plan_of(load_or_read_text(path, parse_bytes), args)
    bound = make_plan(asked.given, _given(record, blobs, args), args.values("config"))
    return replace(
        asked,
        as_run=bound.as_run,
        parameters=bound.parameters,
        labels=labels_of(record, args),
        earlier_files=record.config_files,
    )


def _given(record: RunRecord, blobs: Blobs, args: Args) -> tuple[Given, ...]:
    """Return what the run was given, below what is given now."""
    filed = {one.name for one in given_by_files(args)}
    taken = (one for one in given_in(record, blobs) if one.name not in filed)
    return (*taken, *given_by_name(args))


def given_in(record: RunRecord, blobs: Blobs) -> tuple[Given, ...]:
    """Return what a run was given, exactly: as it stands in the cell that set it."""
    if record.notebook.as_run is None:
        return ()
    as_run = parse(get_notebook(blobs, record.notebook.as_run), record.experiment)
    cell = injected_cell(as_run)
    values = declared_of(cell, as_run) if cell else {}
    spelled = ((name, f"{value.default} {value.expression}") for name, value in values.items())
    if secret := next((name for name, text in spelled if REDACTED in text), None):
        hint = "run the notebook anew, with all its parameters"
        raise RunError(
            f"run {short_id(record.id)} was given a secret as {secret}, which is not on record", hint=hint
        )
    return tuple(
        Given(name, values[name].default if values[name].is_constant else one.value, one.origin)
        for name, one in record.parameters.items()
        if name in values and one.origin not in (DEFAULT, INJECTED)
    )


def _said(record: RunRecord, plan: Plan, resumption: Resumption) -> Iterator[str]:
    """Say what is taken over and what is not."""
    failed = record.error.cell if record.error else None
    where = f" in cell {failed}" if failed else ""
    ended = f"run {short_id(record.id)} {record.status}{where}"
    if not resumption.why:
        yield f"{ended}: it is taken up there, with its parameters and the state of its kernel"
        yield from _cautions(resumption, failed)
        return
    said = f"{ended}: its parameters are taken over"
    before = [cell.number for cell in record.cells if failed is None or cell.number < failed]
    if len(before) > 1:
        said += f", cells {before[0]} to {before[-1]} run again"
    elif before:
        said += f", cell {before[0]} runs again"
    if code_digest(plan.given, INJECTED_TAG) != record.notebook.code:
        said += "; the notebook has changed since, and runs as it is now"
    yield said


def _cautions(resumption: Resumption, failed: int | None) -> Iterator[str]:
    """Say where a run that is taken up may differ from one that runs whole."""
    if resumption.altered:
        names = ", ".join(resumption.altered)
        yield f"cell {failed} had begun, and may have changed {names}; --from-top runs all cells again"
    if resumption.modules:
        names = ", ".join(resumption.modules)
        yield f"{names} changed since: the cells that are taken over ran with what was there before"
