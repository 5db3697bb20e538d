"""`nbtrack import`: runs of other tools into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import keep
from nbtrack.exchange.mlflow_runs import read_mlflow
from nbtrack.exchange.papermill_runs import read_papermill
from nbtrack.report.result import count
from nbtrack.store.store import find_store
from nbtrack.store.write_once import keep_out_of_git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.exchange.foreign import ForeignRun

COMMAND = Command(
    "import",
    "take in runs of other tools",
    arguments=("TOOL FILE...", 2, None),
    options=(Option("--dry-run", help="keep nothing; tell what would be kept"), JSON),
    description=(
        "TOOL is `mlflow`, whose FILE is its SQLite store (mlflow.db), or `papermill`, whose FILEs are\n"
        "notebooks that it executed. Parameters, metrics with all points, tags, times and status become\n"
        "records of this project's store. What was taken in before is passed over. The files are only read."
    ),
    examples=(
        ("nbtrack import mlflow mlflow.db", "all runs of an MLflow store"),
        ("nbtrack import papermill out/*.ipynb", "notebooks that papermill executed"),
    ),
)
_TOOLS = ("mlflow", "papermill")


def run(args: Args, out: Output) -> int:
    """Take runs in, and tell how many."""
    tool, *paths = args.positional
    if tool not in _TOOLS:
        raise UsageError(f"nbtrack cannot read runs of {tool!r}", hint=f"it can of {' and '.join(_TOOLS)}")
    store = find_store(".")
    is_done = not args.flag("dry-run")
    if is_done:
        keep_out_of_git(store.root)
    new: list[str] = []
    known: list[str] = []
    for found in _found(tool, paths):
        is_new = keep(found, store) if is_done else not store.records.has(found.record.id)
        (new if is_new else known).append(found.record.id)
    if args.flag("json"):
        out.json({"schema": "nbtrack.import/1", "new": new, "known": known, "kept": is_done})
        return 0
    would = "taken in" if is_done else "would be taken in"
    out.line(f"{count(len(new), 'run')} {would}, {len(known)} known already")
    return 0


def _found(tool: str, paths: Sequence[str]) -> Iterator[ForeignRun]:
    for path in paths:
        try:
            yield from read_mlflow(path) if tool == "mlflow" else (read_papermill(path),)
        except OSError as error:
            raise UsageError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from None
