"""`nbtrack tag`: put tags on a run that is recorded, or take them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.annotating import annotate, is_tag
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "tag",
    "put tags on a run, or take them away",
    arguments=("RUN [TAG...]", 1, None),
    options=(Option("-d", "--delete", help="take the tags away instead"), JSON),
    description=(
        "Without TAG, the tags of the run are listed. The record itself stays as it was sealed: tags are\n"
        "kept beside it, and what was said last holds. `nbtrack runs --tag TAG` lists the runs that have one."
    ),
    examples=(
        ("nbtrack tag latest baseline", "mark the last run"),
        ("nbtrack tag -d 4f2a baseline", "unmark another"),
        ("nbtrack tag latest", "which tags does it have?"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Change the tags of a run, or list them."""
    word, *tags = args.positional
    store = find_store(word)
    record = chosen_run(word, store)
    if args.flag("delete") and not tags:
        raise UsageError("--delete needs the tags to take away")
    if not all(map(is_tag, tags)):
        raise UsageError("a tag is a text that can be printed, and not empty")
    if args.flag("delete"):
        if absent := [tag for tag in tags if tag not in record.tags]:
            out.note(f"run {short_id(record.id)} has no tag {', '.join(absent)}")
        tags = [tag for tag in tags if tag in record.tags]
    else:
        tags = [tag for tag in tags if tag not in record.tags]
    if tags:
        annotate(store, record.id, **{"untags" if args.flag("delete") else "tags": tuple(tags)})
        record = store.get(record.id)
    if args.flag("json"):
        out.json({"schema": "nbtrack.tags/1", "run": record.id, "tags": list(record.tags)})
    elif record.tags:
        out.line(f"{short_id(record.id)}: {', '.join(record.tags)}")
    else:
        out.note(f"run {short_id(record.id)} has no tags")
    return 0
