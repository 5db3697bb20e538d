"""`nbtrack runs`: list recorded runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nbtrack.cli.columns import Column, fitting, table_lines, terminal_width
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.run_show import COLOURS
from nbtrack.compare.numbers import value_text
from nbtrack.compare.times import ago, duration_text
from nbtrack.record.plan import experiment_of
from nbtrack.store.record_json import to_json
from nbtrack.store.store import find_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord

COMMAND = Command(
    "runs",
    "list recorded runs",
    arguments=("NOTEBOOK", 0, 1),
    options=(
        Option("-n", "--limit", metavar="COUNT", help="how many of the newest, 0 for all; 20 if not given"),
        Option("--status", metavar="STATUS", help="only those that ended so: finished, failed …"),
        Option("--tag", metavar="TAG", many=True, help="only those with this tag"),
        JSON,
    ),
    description=(
        "The newest comes first. Parameters have a column where they differ between the runs shown, metrics\n"
        "have the last value of each. Runs in progress and runs that were killed are listed with the rest."
    ),
    examples=(
        ("nbtrack runs", "the last twenty runs of the project"),
        ("nbtrack runs train.ipynb", "those of one notebook"),
        ("nbtrack runs --json -n 0", "all of them, for a program"),
    ),
)
_LIMIT = 20


def run(args: Args, out: Output) -> int:
    """List runs as a table, or as JSON."""
    notebook = args.positional[0] if args.positional else None
    store = find_store(notebook or ".")
    recorded = store.runs(notebook and experiment_of(notebook))
    found = [run for run in recorded if _fits(run, args)]
    if store.damaged:
        out.note(f"damaged records are left out: {len(store.damaged)}; see `nbtrack store verify`")
    limit = args.count("limit")
    shown = found[: _LIMIT if limit is None else limit or None]
    if args.flag("json"):
        out.json({"schema": "nbtrack.runs/1", "runs": [to_json(run) for run in shown]})
    elif not shown:
        out.note(_nothing(notebook, args))
    else:
        _show(shown, len(found), out)
    return 0


def _fits(run: RunRecord, args: Args) -> bool:
    return args.value("status") in (None, run.status) and set(args.values("tag")) <= set(run.tags)


def _nothing(notebook: str | None, args: Args) -> str:
    if args.value("status") or args.values("tag"):
        return "no run fits"
    return f"there are no runs{f' of {notebook}' if notebook else ''} yet; `nbtrack run NOTEBOOK` records one"


def _show(runs: Sequence[RunRecord], total: int, out: Output) -> None:
    columns = _columns(runs)
    shown = fitting(columns, terminal_width(sys.stdout.isatty()))
    for line in table_lines(shown, out.paint):
        out.styled(line)
    if len(shown) < len(columns):
        out.note(f"{len(columns) - len(shown)} more columns do not fit; --json has all")
    if len(runs) < total:
        out.note(f"{total - len(runs)} older runs; -n 0 lists all")


def _columns(runs: Sequence[RunRecord]) -> list[Column]:
    columns = [
        Column("RUN", [run.id[:8] for run in runs], styles=["yellow"] * len(runs)),
        Column(
            "STATUS", [run.status for run in runs], styles=[COLOURS.get(run.status, "red") for run in runs]
        ),
        Column("STARTED", [ago(run.started) for run in runs]),
        Column("TOOK", [duration_text(run.duration_s) for run in runs], right=True),
    ]
    if len({run.experiment for run in runs}) > 1:
        columns.append(Column("NOTEBOOK", [run.experiment for run in runs]))
    if any(run.name for run in runs):
        columns.append(Column("NAME", [run.name or "" for run in runs]))
    return columns + _parameters(runs) + _metrics(runs)


def _parameters(runs: Sequence[RunRecord]) -> list[Column]:
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    columns = [
        Column(
            name, [value_text(run.parameters[name].value) if name in run.parameters else "" for run in runs]
        )
        for name in names
    ]
    return [column for column in columns if len(set(column.cells)) > 1]


def _metrics(runs: Sequence[RunRecord]) -> list[Column]:
    names = dict.fromkeys(name for run in runs for name in run.metrics)
    return [
        Column(
            name,
            [value_text(run.metrics[name].last) if name in run.metrics else "" for run in runs],
            right=True,
        )
        for name in names
    ]
