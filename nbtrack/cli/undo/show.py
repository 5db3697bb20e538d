"""Print what is kept for undo: as a list, and as the changes that an undo would make."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import print_table, terminal_width
from nbtrack.compare.times import ago
from nbtrack.notebook.files import read_if_there
from nbtrack.store.undo_plan import SAME
from nbtrack.terminal import size_text
from nbtrack.text_table import Column, fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.undo_entry import Entry
    from nbtrack.store.undo_log import UndoLog
    from nbtrack.store.undo_plan import Step


def show_list(log: UndoLog, args: Args, out: Output) -> int:
    """List every entry, with --verbose its files too."""
    entries = log.entries()
    if args.flag("json"):
        out.json({"schema": "nbtrack.undo/1", "entries": [_row(log, entry) for entry in entries]})
    elif not entries:
        out.note("nothing is kept here; `strip` and `check --fix` keep what they overwrite at a terminal")
    else:
        _show_table(log, entries, out)
        for entry in entries if out.verbose else ():
            for file in entry.files:
                out.line(f"{entry.id}  {os.path.relpath(log.path_of(file))}")
    return 0


def show_diff(log: UndoLog, steps: Sequence[Step], out: Output) -> int:
    """Show how files would change; return 1 where there is anything, as every --diff does."""
    from nbtrack.cli.text_diff import show_text_diff

    for step in steps:
        if step.state == SAME:
            continue
        path = log.path_of(step.file)
        show_text_diff(os.path.relpath(path), _text(path), _kept_text(log, step), out)
    if not steps:
        out.note("there is nothing to undo here")
    return 1 if any(step.state != SAME for step in steps) else 0


def _kept_text(log: UndoLog, step: Step) -> str:
    return log.get(step.entry.id, step.file.before or "").decode("utf-8", "backslashreplace")


def _text(path: str) -> str:
    return (read_if_there(path) or b"").decode("utf-8", "backslashreplace")


def _show_table(log: UndoLog, entries: Sequence[Entry], out: Output) -> None:
    columns = [
        Column("ID", [entry.id for entry in entries], styles=["yellow"] * len(entries)),
        Column("WHEN", [ago(entry.time) for entry in entries]),
        Column("FILES", [str(len(entry.files)) for entry in entries], right=True),
        Column("KEPT", [size_text(log.size(entry.id)) for entry in entries], right=True),
        Column("COMMAND", [f"nbtrack {' '.join(entry.command)}" for entry in entries]),
    ]
    print_table(fitting(columns, terminal_width()).columns, out)


def _row(log: UndoLog, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "time": entry.time,
        "command": list(entry.command),
        "bytes": log.size(entry.id),
        "files": [file._asdict() for file in entry.files],
    }
