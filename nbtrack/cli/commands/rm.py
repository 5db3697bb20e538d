"""`nbtrack rm`: take runs out of all lists, and bring them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.runs.table import show_runs
from nbtrack.errors import StoreError, UsageError
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id
from nbtrack.store.record_json import to_json
from nbtrack.store.references import find_run
from nbtrack.store.sheet import sheet_of
from nbtrack.store.states import States
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

COMMAND = Command(
    "rm",
    "take runs out of all lists, or bring them back",
    arguments=("RUN...", 0, None),
    options=(
        Option("--restore", help="bring runs back that were taken out"),
        Option("--list", help="list the runs that were taken out"),
        Option("--dry-run", help="change nothing; show which runs are meant"),
        JSON,
    ),
    description=(
        "A run that is taken out is in no list, is never the best, and is nothing to compare with. Its\n"
        "record and its blobs stay in the store, and --restore brings it back, until `nbtrack store gc`.\n"
        "Variables that were kept of it, for `nbtrack run --resume`, go at once."
    ),
    examples=(
        ("nbtrack rm 4f2a", "take a run out"),
        ("nbtrack rm --list", "what was taken out?"),
        ("nbtrack rm --restore 4f2a", "bring it back"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Take runs out, bring them back, or list those that are out."""
    words, store = args.positional, find_store(args.positional[0] if args.positional else ".")
    if args.flag("list"):
        if words or args.flag("restore"):
            raise UsageError("--list lists all of them: it takes nothing else")
        return _list(store.removed(), args, out)
    if not words:
        raise UsageError("name the runs", hint="`nbtrack runs` lists what there is")
    if args.flag("restore"):
        removed = store.removed()
        chosen = [find_run(word, removed) for word in words]
    else:
        chosen = [_unwanted(word, store) for word in words]
    for record in () if args.flag("dry-run") else chosen:
        store.annotate(record.id, removed=not args.flag("restore"))
        States(store.root).remove(record.id)
    _tell(chosen, args, out)
    return 0


def _unwanted(word: str, store: Store) -> RunRecord:
    record = chosen_run(word, store)
    if record.status == RUNNING:
        raise StoreError(f"run {short_id(record.id)} is in progress", hint="stop it first, or wait")
    return record


def _list(removed: list[RunRecord], args: Args, out: Output) -> int:
    if args.flag("json"):
        out.json({"schema": "nbtrack.runs/1", "runs": [to_json(record) for record in removed]})
    elif removed:
        show_runs(sheet_of(removed), out)
    else:
        out.note("no run was taken out")
    return 0


def _tell(chosen: list[RunRecord], args: Args, out: Output) -> None:
    if args.flag("json"):
        removed = not args.flag("restore")
        out.json({"schema": "nbtrack.rm/1", "runs": [one.id for one in chosen], "removed": removed})
        return
    would = "would be " if args.flag("dry-run") else ""
    done = "brought back" if args.flag("restore") else "taken out"
    for record in chosen:
        name = f" {out.paint(record.name)}" if record.name else ""
        run = out.paint(short_id(record.id), "yellow")
        out.styled(f"{run}{name} of {out.paint(record.experiment)}: {would}{done}")
    if chosen and not args.flag("restore") and not args.flag("dry-run"):
        ids = " ".join(short_id(record.id) for record in chosen)
        out.note(f"`nbtrack rm --restore {ids}` brings {'it' if len(chosen) == 1 else 'them'} back")
