"""`nbtrack runs`: list recorded runs."""

from __future__ import annotations

import os
from operator import attrgetter
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.runs.table import show_runs
from nbtrack.compare.directions import MAX, MIN
from nbtrack.errors import UsageError
from nbtrack.query.chosen_run import experiment_named
from nbtrack.query.question import Question, asked
from nbtrack.query.table import ALL, everything
from nbtrack.record.project_store import find_store
from nbtrack.store.bulk_json import MANY
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.sheet import Sheet
    from nbtrack.store.store import Store

COMMAND = Command(
    "runs",
    "list recorded runs",
    arguments=("NOTEBOOK", 0, 1),
    options=(
        Option("-n", "--limit", metavar="COUNT", help="how many of the newest, 0 for all; 20 if not given"),
        Option(
            "-w", "--where", metavar="CONDITION", many=True, help="only those that meet it, as 'lr < 0.1'"
        ),
        Option("--status", metavar="STATUS", help="only those that ended so: finished, failed …"),
        Option("--tag", metavar="TAG", many=True, help="only those with this tag"),
        Option("-s", "--sort", metavar="NAME", help="by a value, the smallest first, instead of the newest"),
        Option("-r", "--reverse", help="in the other direction"),
        Option("--columns", metavar="NAMES", help="these columns, with commas between; `all` for all"),
        Option("--group-by", metavar="NAME", help="a row for each value of it, with means of the metrics"),
        JSON,
    ),
    description=(
        "The newest comes first. Parameters have a column where they differ between the runs shown, metrics\n"
        "have the last value of each. Runs in progress and runs that were killed are listed with the rest.\n"
        "A condition compares metrics, parameters and facts (status, notebook, name, took, started, branch,\n"
        "python …) with numbers and texts: = != < <= > >= ~, `and`, `or`, `not`, brackets, tag:NAME."
    ),
    examples=(
        ("nbtrack runs", "the last twenty runs of the project"),
        ("nbtrack runs train.ipynb", "those of one notebook"),
        ("nbtrack runs -w 'val_acc > 0.9 and lr < 0.1 and tag:baseline'", "those that meet a condition"),
        ("nbtrack runs --sort val_acc --reverse --columns lr,val_acc", "the best first, two columns"),
        ("nbtrack runs --group-by lr", "how much does a metric vary for each value?"),
        ("nbtrack runs --json -n 0", "all of them, for a program"),
    ),
)
_LIMIT = 20


def run(args: Args, out: Output) -> int:
    """List runs as a table, or as JSON."""
    notebook = args.positional[0] if args.positional else None
    store = find_store(notebook or ".")
    limit = args.limit(_LIMIT)
    experiment = notebook and experiment_named(notebook, store.listed)
    with asked(store, experiment, _question(limit, args)) as (sheet, total):
        if store.damaged:
            out.note(f"damaged records are left out: {len(store.damaged)}; see `nbtrack store verify`")
        if not sheet.runs and not args.flag("json"):
            out.note(_nothing(notebook, args, store))
        elif by := args.value("group-by"):
            _group(sheet, by, args, out)
        else:
            _list(sheet, total, args, out)
    return 0


def _question(limit: int | None, args: Args) -> Question:
    by = args.value("group-by")
    return Question(
        where=tuple(args.values("where")),
        status=args.value("status"),
        tags=tuple(args.values("tag")),
        sort=args.value("sort"),
        is_reversed=args.flag("reverse"),
        limit=None if by else limit,  # groups are of all
        some_have=by,
    )


def _group(sheet: Sheet, by: str, args: Args, out: Output) -> None:
    from nbtrack.cli.runs.groups import groups_json, show_groups
    from nbtrack.compare.groups import grouped
    from nbtrack.compare.sheet_fields import sheet_column

    groups = grouped(sheet_column(by, sheet)[1])
    if args.value("sort") is None:
        from nbtrack.compare.ranking import ordered

        groups = ordered(groups, attrgetter("value"), MAX if args.flag("reverse") else MIN)
    if args.flag("json"):
        out.json(groups_json(groups, by, sheet))
    else:
        show_groups(groups, by, sheet, out)


def _list(sheet: Sheet, total: int, args: Args, out: Output) -> None:
    count = len(sheet.runs)
    if args.flag("json"):
        if count < MANY:
            out.json({"schema": "nbtrack.runs/1", "runs": list(sheet.each_said())})
        else:
            from nbtrack.exchange.runs_json import runs_json

            out.json_parts(runs_json(sheet.each_said(), count))
        return
    show_runs(sheet, out, _columns(sheet, args))
    if count < total:
        which = "more" if args.value("sort") or args.flag("reverse") else "older"
        out.note(f"{count_text(total - count, f'{which} run')}; -n 0 lists all")


def _columns(sheet: Sheet, args: Args) -> list[str]:
    given = args.value("columns")
    if given is None:
        return []
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names:
        raise UsageError("--columns needs names, with commas between")
    return everything(sheet) if names == [ALL] else names


def _nothing(notebook: str | None, args: Args, store: Store) -> str:
    if args.value("status") or args.values("tag") or args.values("where"):
        return "no run fits"
    if notebook and not set("=<>~:").isdisjoint(notebook) and not os.path.exists(notebook):
        from shlex import quote

        where = f"nbtrack runs -w {quote(notebook)}"
        return f"there are no runs of {notebook}; a condition goes behind -w: `{where}`"
    near = _near(notebook, store) if notebook and not os.path.exists(notebook) else ""
    then = f"did you mean {near}?" if near else "`nbtrack run NOTEBOOK` records one"
    return f"there are no runs{f' of {notebook}' if notebook else ''} yet; {then}"


def _near(notebook: str, store: Store) -> str:
    """Return the experiment whose name is nearest to that of a notebook which is not there."""
    from difflib import get_close_matches

    names = dict.fromkeys(run.experiment for run in store.listed())
    return "".join(get_close_matches(experiment_named(notebook, list), names, n=1))
