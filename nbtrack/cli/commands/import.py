"""`nbtrack import`: runs of other tools into the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import keep
from nbtrack.record.project_store import find_store
from nbtrack.report.result import count
from nbtrack.store.write_once import keep_out_of_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.exchange.foreign import ForeignRun

COMMAND = Command(
    "import",
    "take in runs of other tools",
    arguments=("TOOL FILE...", 2, None),
    options=(Option("--dry-run", help="keep nothing; tell what would be kept"), JSON),
    description=(
        "TOOL is `mlflow`, whose FILE is its SQLite store (mlflow.db) or its file store (mlruns);\n"
        "`neptune`, whose FILE is the folder that Neptune's exporter wrote; or `papermill`, whose FILEs are\n"
        "notebooks that it executed. Parameters, metrics with all points, tags, files, times and status\n"
        "become records of this project's store. What was taken in before is passed over. The files are\n"
        "only read."
    ),
    examples=(
        ("nbtrack import mlflow mlflow.db", "all runs of an MLflow store"),
        ("nbtrack import mlflow mlruns", "the same of a file store"),
        ("nbtrack import neptune exports/data", "what Neptune's exporter wrote"),
        ("nbtrack import papermill out/*.ipynb", "notebooks that papermill executed"),
    ),
)
_TOOLS = ("mlflow", "neptune", "papermill")


def run(args: Args, out: Output) -> int:
    """Take runs in, and tell how many."""
    tool, *paths = args.positional
    if tool not in _TOOLS:
        raise UsageError(f"nbtrack cannot read runs of {tool!r}", hint=f"it can of {', '.join(_TOOLS)}")
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
            yield from _read(tool, path)
        except OSError as error:
            raise UsageError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from None


def _read(tool: str, path: str) -> Iterable[ForeignRun]:
    if tool == "neptune":
        from nbtrack.exchange.neptune_runs import read_neptune

        return read_neptune(path)
    if tool == "papermill":
        from nbtrack.exchange.papermill_runs import read_papermill

        return (read_papermill(path),)
    if os.path.isdir(path):
        from nbtrack.exchange.mlflow_folder import read_folder

        return read_folder(path)
    from nbtrack.exchange.mlflow_database import read_database

    return read_database(path)
