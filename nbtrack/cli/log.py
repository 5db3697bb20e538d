"""`nbtrack log`: show the history of a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.run_show import run_json
from nbtrack.cli.status_colours import COLOURS
from nbtrack.compare.text import render_summary
from nbtrack.compare.times import ago, duration_text
from nbtrack.record.plan import experiment_of
from nbtrack.record.previous import stored_comparison
from nbtrack.store.store import find_store

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

COMMAND = Command(
    "log",
    "show the history of a notebook",
    arguments=("NOTEBOOK", 1, 1),
    options=(
        Option("-n", "--limit", metavar="COUNT", help="how many of the newest, 0 for all; 10 if not given"),
        Option("--oneline", help="a line for each run"),
        JSON,
    ),
    description=(
        "Every run of a notebook, the newest first, each with what changed since the run before:\n"
        "parameters, metrics, code, outputs, packages, commit. The file need not be there any more."
    ),
    examples=(
        ("nbtrack log train.ipynb", "how did it get here?"),
        ("nbtrack log --oneline -n 0 train.ipynb", "all runs, a line each"),
    ),
)
_LIMIT = 10


def run(args: Args, out: Output) -> int:
    """Show the runs of one notebook."""
    path = args.positional[0]
    store = find_store(path)
    runs = store.runs(experiment_of(path))
    limit = args.count("limit")
    shown = runs[: _LIMIT if limit is None else limit or None]
    if args.flag("json"):
        out.json({"schema": "nbtrack.log/1", "runs": [_json(run, store) for run in shown]})
        return 0
    for number, record in enumerate(shown):
        if args.flag("oneline"):
            out.styled(_headline(record, out))
        else:
            _show(record, store, out, is_first=number == 0)
    if not runs:
        out.note(f"there are no runs of {path} yet; `nbtrack run {path}` records one")
    elif len(shown) < len(runs):
        out.note(f"{len(runs) - len(shown)} older runs; -n 0 shows all")
    return 0


def _json(record: RunRecord, store: Store) -> dict[str, Any]:
    return run_json(record, stored_comparison(store, record))


def _headline(record: RunRecord, out: Output) -> str:
    status = out.paint(record.status, COLOURS.get(record.status, "red"))
    words = [
        out.paint(record.id[:8], "yellow"),
        status,
        ago(record.started),
        duration_text(record.duration_s),
    ]
    return "  ".join(filter(None, [*words, out.paint(record.name or "", "bold")]))


def _show(record: RunRecord, store: Store, out: Output, *, is_first: bool) -> None:
    if not is_first:
        out.styled("")
    out.styled(_headline(record, out))
    if record.note:
        out.line(f"  {record.note}")
    if record.error:
        cell = f"cell {record.error.cell}: " if record.error.cell else ""
        out.line(f"  {cell}{record.error.name}: {record.error.message}")
    comparison = stored_comparison(store, record)
    if comparison is None:
        out.styled(out.paint("  nothing to compare with", "dim"))
        return
    if record.previous:
        out.styled(out.paint(f"  since {record.previous[:8]}", "dim"))
    for line in render_summary(comparison, out.paint):
        out.styled(line)
