"""`nbtrack snapshot`: record a version of a notebook or script without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.labels import labels_in
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.record.project_store import find_store
from nbtrack.record.snapshot import take_snapshot
from nbtrack.store.digest import short_id
from nbtrack.store.record_json import to_json

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.record.snapshot import Snapshot

COMMAND = Command(
    "snapshot",
    "record a version of a notebook or script without running it",
    arguments=("NOTEBOOK|SCRIPT...", 1, None),
    options=(
        Option("-m", "--message", metavar="TEXT", help="what this version is, in a sentence"),
        Option("--name", metavar="NAME", help="call the snapshot so, to find it again"),
        Option("--tag", metavar="TAG", many=True, help="put a tag on it"),
        JSON,
    ),
    description=(
        "The file is kept byte for byte, with outputs, and with the commit and the patch that it stood on.\n"
        "`nbtrack log` lists snapshots among the runs, `nbtrack restore` brings one back. A file that is on\n"
        "record as it stands is not recorded again unless it gets a message, a name or a tag."
    ),
    examples=(
        ('nbtrack snapshot train.ipynb -m "before I try the other loss"', "keep this version"),
        ("nbtrack snapshot train.ipynb prepare.py", "several files, each with a history of its own"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Record each file as it stands."""
    if STDIN in args.positional:
        raise UsageError("a snapshot needs a file: its path is the experiment's name")
    labels = labels_in(args, note="message")
    taken = [(path, take_snapshot(path, find_store(path), labels)) for path in args.positional]
    if args.flag("json"):
        out.json({"schema": "nbtrack.snapshot/1", "snapshots": [_json(*one) for one in taken]})
        return 0
    for path, snapshot in taken:
        _say(path, snapshot, out)
    return 0


def _json(path: str, snapshot: Snapshot) -> dict[str, Any]:
    return {"path": path, "new": snapshot.is_new, "record": to_json(snapshot.record)}


def _say(path: str, snapshot: Snapshot, out: Output) -> None:
    record = snapshot.record
    if snapshot.is_new:
        out.styled(f"{out.paint(path)}: snapshot {out.paint(short_id(record.id), 'yellow')}")
    else:
        out.note(f"{path}: on record as it stands, in {record.kind} {short_id(record.id)}")
