"""`nbtrack run --resume` of a script: without cells to go on at it runs from its top, as it was told then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.cli.given import given_by_files, given_by_name
from nbtrack.cli.labels import name_in
from nbtrack.cli.run.asked_then import as_then, asked_then, path_then
from nbtrack.cli.run.given_then import given_then
from nbtrack.cli.run.place import variables_in
from nbtrack.cli.run.script import require_for_scripts, run_planned
from nbtrack.record.metrics.asked_metrics import read_patterns
from nbtrack.record.plan import Labels, Limits, Place
from nbtrack.record.project_store import find_store
from nbtrack.record.reproduce import require_no_secret
from nbtrack.record.script_plan import make_script_plan
from nbtrack.record.secrets.source_redaction import redacted_source_b
from nbtrack.store.digest import digest_of, short_id
from nbtrack.store.record import Resumed

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.script_plan import ScriptPlan
    from nbtrack.store.record import RunRecord

_WHY = "a script has no cells"


def resume_script(record: RunRecord, args: Args, out: Output) -> int:
    """Run the script of a run again, with its parameters and words, and show the record."""
    require_for_scripts(args)
    plan = _plan(record, args)
    said = f"run {short_id(record.id)} {record.status}: {plan.path} runs from the top, with what it was given"
    if digest_of(redacted_source_b(plan.source_b)) != record.script:
        said += "; it has changed since, and runs as it is now"
    out.note(said)
    return run_planned(plan, args, out)


def labels_of(record: RunRecord, args: Args) -> Labels:
    """Return the name and tags of a run that is taken up, with what is said now."""
    return Labels(
        name=name_in(args) or record.name,
        tags=tuple(dict.fromkeys((*record.tags, *args.values("tag")))),
        note=args.value("note") or f"takes up run {short_id(record.id)}",
    )


def _plan(record: RunRecord, args: Args) -> ScriptPlan:
    store = find_store(".")
    then, asked = given_then(record, store), asked_then(record, store)
    taken = as_then(asked, args)
    given = {one.spelled: one for one in (*then.given, *given_by_files(args), *given_by_name(args))}
    require_no_secret(record, (*then.words, *(str(one.value) for one in given.values())))
    return replace(
        make_script_plan(path_then(record, asked), tuple(given.values()), then.words, args.values("config")),
        command=("nbtrack", "run", *args.words),
        limits=Limits(run_s=args.number("timeout")),
        labels=labels_of(record, args),
        place=Place(
            cwd=taken.value("cwd") or then.cwd,
            variables=variables_in(taken.values("env")),
            module=then.module,
        ),
        patterns=read_patterns(taken.values("metric-pattern")),
        resumes=Resumed(record.id, why=_WHY),
        earlier_files=record.config_files,
    )
