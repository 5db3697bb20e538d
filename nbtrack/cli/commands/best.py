"""`nbtrack best`: the best runs by a metric."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.run_brief import show_brief
from nbtrack.cli.runs.table import show_runs
from nbtrack.compare.fields import METRIC, PARAMETER
from nbtrack.errors import UsageError
from nbtrack.query.best import Wanted, best_on
from nbtrack.query.chosen_run import experiment_named
from nbtrack.record.project_store import find_store

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "best",
    "find the best runs by a metric",
    arguments=("METRIC [NOTEBOOK]", 1, 2),
    options=(
        Option("--min", help="the smallest value is the best"),
        Option("--max", help="the largest value is the best"),
        Option("-n", "--limit", metavar="COUNT", help="list so many of the best; 1 if not given"),
        Option("-w", "--where", metavar="CONDITION", help="only runs that meet it: see `nbtrack runs`"),
        JSON,
    ),
    description=(
        "METRIC is the name of a metric, whose last value counts, or with `.min` or `.max` behind it the\n"
        "smallest or largest. Which way is better is told by --min or --max, else by the settings\n"
        "([tool.nbtrack.metrics]), else by well-known names. Only finished runs count. Exit code 1 says\n"
        "that there is none."
    ),
    examples=(
        ("nbtrack best val_acc", "the best run of the project"),
        ("nbtrack best loss.min train.ipynb -n 5", "the five of a notebook that ever got lowest"),
        ("nbtrack best drift --min -w 'lr < 0.1'", "a metric that nobody else knows, among some"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Show the best run, or list the best ones."""
    metric, *notebooks = args.positional
    if notebooks and os.path.isfile(metric) and not os.path.exists(notebooks[0]):
        metric, *notebooks = notebooks[0], metric  # the other way round, as with other commands
    notebook = notebooks[0] if notebooks else None
    store = find_store(notebook or ".")
    limit = args.count("limit")
    with store.sheet(notebook and experiment_named(notebook, store.listed)) as sheet:
        text = args.value("where")
        best = best_on(sheet, Wanted(metric, _is_least(args), "--min or --max"), [text] if text else [])
        shown = best.places[: 1 if limit is None else limit or None]
        if args.flag("json"):
            from nbtrack.store.record_json import to_json

            records = [to_json(one) for one in sheet.records(shown)]
            out.json({"schema": "nbtrack.runs/1", "runs": records})
        elif not shown:
            out.note(best.none)
        elif limit is None:
            show_brief(sheet.said_at(shown)[0], out)
        else:
            show_runs(sheet.only(shown), out, [METRIC + metric.removeprefix(METRIC), PARAMETER])
    return 0 if shown else 1


def _is_least(args: Args) -> bool | None:
    if args.flag("min") and args.flag("max"):
        raise UsageError("--min and --max exclude each other")
    return args.flag("min") if args.flag("min") or args.flag("max") else None
