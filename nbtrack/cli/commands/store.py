"""`nbtrack store`: look into the store, check it, rebuild its index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.cli.actions import require_action
from nbtrack.cli.columns import print_table
from nbtrack.cli.counting import Counting
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.record.project_store import find_store
from nbtrack.record.resuming.state_limits import outdated_states
from nbtrack.store.garbage import delete, find_garbage
from nbtrack.store.states import States
from nbtrack.store.undo_log import UndoLog
from nbtrack.store.usage import usage_of
from nbtrack.store.verify import verify
from nbtrack.terminal import count_text, size_text
from nbtrack.text_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.states import Kept
    from nbtrack.store.store import Store

COMMAND = Command(
    "store",
    "look into the store, check it, rebuild its index",
    arguments=("ACTION", 0, 1),
    options=(Option("--dry-run", help="with `gc`: delete nothing; say what would be"), JSON),
    description=(
        "ACTION is `status` (the default): how much is there; `stats`: what takes the space; `path`: where\n"
        "it is; `reindex`: make the index anew from the records, and seal runs that were killed; `verify`:\n"
        "read every record and blob and compare it with its digest, exit code 1 where something is wrong;\n"
        "`gc`: delete the runs that `nbtrack rm` took out, for good, and what no run needs, and put other\n"
        "records into packs."
    ),
    examples=(
        ("nbtrack store", "how much is there, and where?"),
        ("nbtrack store stats", "what takes the space?"),
        ("nbtrack store verify", "is all of it intact?"),
        ("nbtrack store gc --dry-run", "how much would be freed?"),
        ("nbtrack store reindex", "after the index was damaged or deleted"),
    ),
)

_SCHEMA = "nbtrack.store/1"
_OPTIONS = {"gc": ("dry-run", "json")}


def run(args: Args, out: Output) -> int:
    """Do one thing with the store of the current folder."""
    action = args.positional[0] if args.positional else "status"
    require_action(action, args, {name: _OPTIONS.get(name, ("json",)) for name in _ACTIONS})
    return _ACTIONS[action](find_store("."), args, out)


def _status(store: Store, args: Args, out: Output) -> int:
    found = store.runs()
    blobs = [os.path.getsize(store.blobs.path(digest)) for digest in store.blobs.digests()]
    unsealed = len(store.in_progress())
    undo_log = UndoLog(store.root)
    kept = [undo_log.size(entry.id) for entry in undo_log.entries()]
    if args.flag("json"):
        numbers: dict[str, Any] = {
            "runs": len(found),
            "in_progress": unsealed,
            "blobs": len(blobs),
            "bytes": sum(blobs),
            "undo": {"entries": len(kept), "bytes": sum(kept)},
        }
        out.json({"schema": _SCHEMA, "path": store.root, **numbers})
        return 0
    progress = f", {unsealed} in progress" if unsealed else ""
    undo = f"; {size_text(sum(kept))} kept for `nbtrack undo`" if kept else ""
    runs = f"{count_text(len(found), 'run')}{progress}"
    out.line(f"{store.root}: {runs}, {count_text(len(blobs), 'blob')}, {size_text(sum(blobs))}{undo}")
    return 0


def _stats(store: Store, args: Args, out: Output) -> int:
    found = usage_of(store)
    if args.flag("json"):
        out.json({"schema": _SCHEMA, "path": store.root, "usage": [one._asdict() for one in found]})
        return 0
    largest = max((one.disk_bytes for one in found), default=0)
    columns = [
        Column("WHAT", [one.what for one in found]),
        Column("FILES", [str(one.files) for one in found], right=True),
        Column("DISK", [size_text(one.disk_bytes) for one in found], right=True),
        Column("CONTENT", [size_text(one.bytes) for one in found], right=True),
        Column("", ["█" * round(20 * one.disk_bytes / largest) if largest else "" for one in found]),
    ]
    print_table(columns, out)
    if not found:
        out.note(f"{store.root}: nothing is kept yet")
    return 0


def _path(store: Store, args: Args, out: Output) -> int:
    if args.flag("json"):
        out.json({"schema": _SCHEMA, "path": store.root})
    else:
        out.line(store.root)
    return 0


def _reindex(store: Store, args: Args, out: Output) -> int:
    with Counting("runs", out) as counting:
        number = store.reindex(counting.tell)
    if args.flag("json"):
        out.json({"schema": _SCHEMA, "path": store.root, "runs": number})
    else:
        out.note(f"{store.root}: {count_text(number, 'run')} in the index")
    return 0


def _verify(store: Store, args: Args, out: Output) -> int:
    with Counting("runs and blobs", out) as counting:
        found = list(verify(store, counting.tell))
    if args.flag("json"):
        troubles = [trouble._asdict() for trouble in found]
        out.json({"schema": _SCHEMA, "path": store.root, "troubles": troubles})
    else:
        for trouble in found:
            out.line(f"{trouble.where}: {trouble.what}")
        if not found:
            out.note(f"{store.root}: every record and blob is what its digest says")
    return 1 if found else 0


def _gc(store: Store, args: Args, out: Output) -> int:
    with Counting("runs", out) as counting:
        garbage = find_garbage(store, counting.tell)
    is_done = not args.flag("dry-run")
    states = States(store.root)
    old = _old_states(store, states)
    if is_done:
        delete(store, garbage)
        states.remove_scratch()
        for one in old:
            states.remove(one.run)
        store.records.pack(store.records.loose())
    if args.flag("json"):
        numbers = {"blobs": len(garbage.blobs), "bytes": garbage.size_bytes, "deleted": is_done}
        kept = {"states": [one.run for one in old], "state_bytes": sum(one.size_bytes for one in old)}
        runs = [run.id for run in garbage.runs]
        out.json({"schema": _SCHEMA, "path": store.root, "runs": runs, **numbers, **kept})
        return 0
    would = "" if is_done else "would be "
    what = f"{count_text(len(garbage.runs), 'run')}, {count_text(len(garbage.blobs), 'blob')}"
    if old:
        what += f", the variables of {count_text(len(old), 'run')}"
    size = garbage.size_bytes + sum(one.size_bytes for one in old)
    out.line(f"{store.root}: {what}, {size_text(size)} {would}deleted")
    return 0


def _old_states(store: Store, states: States) -> list[Kept]:
    """Return the states that are too old, and those whose run is no longer there."""
    old = outdated_states(states, ".")
    removed = {run.id for run in store.removed()}
    known = {*store.records.ids(), *(run.id for run in store.in_progress())} - removed
    return [*old, *(one for one in states.all() if one not in old and one.run not in known)]


_ACTIONS: dict[str, Callable[[Store, Args, Output], int]] = {
    "status": _status,
    "stats": _stats,
    "path": _path,
    "reindex": _reindex,
    "verify": _verify,
    "gc": _gc,
}
