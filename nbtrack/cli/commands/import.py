"""`nbtrack import`: runs of other tools into the store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import keep
from nbtrack.exchange.recognise import NEPTUNE, PAPERMILL, TOOLS, tool_of
from nbtrack.notebook.nearest_file import hint_for
from nbtrack.record.project_store import find_store
from nbtrack.store.write_once import keep_out_of_git
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.exchange.foreign import ForeignRun

COMMAND = Command(
    "import",
    "take in runs of other tools",
    arguments=("[TOOL] FILE...", 1, None),
    options=(Option("--dry-run", help="keep nothing; say what would be kept"), JSON),
    description=(
        "TOOL is `mlflow`, whose FILE is its SQLite store (mlflow.db) or its file store (mlruns);\n"
        "`neptune`, whose FILE is the folder that Neptune's exporter wrote; or `papermill`, whose FILEs are\n"
        "notebooks that it executed. Without TOOL it is the one whose files these look like.\n"
        "Parameters, metrics with all points, tags, files, times and status become records of this\n"
        "project's store. What was taken in before is passed over. The files are only read."
    ),
    examples=(
        ("nbtrack import mlflow.db", "all runs of an MLflow store"),
        ("nbtrack import mlflow mlruns", "the same of a file store"),
        ("nbtrack import neptune exports/data", "what Neptune's exporter wrote"),
        ("nbtrack import papermill out/*.ipynb", "notebooks that papermill executed"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Take runs in, and tell how many."""
    targets = _targets(args.positional)
    store = find_store(".")
    is_done = not args.flag("dry-run")
    if is_done:
        keep_out_of_git(store.root)
    new: list[str] = []
    known: list[str] = []
    for found in _found(targets):
        is_new = keep(found, store) if is_done else not store.records.has(found.record.id)
        (new if is_new else known).append(found.record.id)
    if args.flag("json"):
        out.json({"schema": "nbtrack.import/1", "new": new, "known": known, "kept": is_done})
        return 0
    would = "taken in" if is_done else "would be taken in"
    out.line(f"{count_text(len(new), 'run')} {would}, {len(known)} known already")
    return 0


def _targets(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return each file with the tool that made it, which the first word names or the file tells."""
    first, *rest = words
    if first in TOOLS and (rest or not os.path.lexists(first)):
        if not rest:
            raise UsageError("import needs a file", hint=f"`nbtrack import {first} FILE`")
        return [(first, path) for path in rest]
    if rest and not os.path.lexists(first):
        raise UsageError(f"nbtrack cannot read runs of {first!r}", hint=f"it can of {', '.join(TOOLS)}")
    return [(_tool(path), path) for path in words]


def _tool(path: str) -> str:
    try:
        tool = tool_of(path)
    except OSError as error:
        raise _unreadable(path, error) from None
    if tool is None:
        hint = f"name the tool before it: {', '.join(TOOLS)}"
        raise UsageError(f"{path} looks like no file of a tool that nbtrack knows", hint=hint)
    return tool


def _found(targets: Iterable[tuple[str, str]]) -> Iterator[ForeignRun]:
    for tool, path in targets:
        try:
            yield from _read(tool, path)
        except OSError as error:
            raise _unreadable(path, error) from None


def _unreadable(path: str, error: OSError) -> UsageError:
    reason = (error.strerror or "unreadable").lower()
    is_missing = isinstance(error, FileNotFoundError)
    return UsageError(f"cannot read {path}: {reason}", hint=hint_for(path) if is_missing else None)


def _read(tool: str, path: str) -> Iterable[ForeignRun]:
    if tool == NEPTUNE:
        from nbtrack.exchange.neptune_runs import read_neptune

        return read_neptune(path)
    if tool == PAPERMILL:
        from nbtrack.exchange.papermill_runs import read_papermill

        return (read_papermill(path),)
    if os.path.isdir(path):
        from nbtrack.exchange.mlflow_folder import read_folder

        return read_folder(path)
    from nbtrack.exchange.mlflow_database import read_database

    return read_database(path)
