"""`nbtrack note`: write a note to a run that is recorded."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.annotating import annotate
from nbtrack.record.project_store import find_store
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "note",
    "write a note to a run",
    arguments=("RUN [TEXT]", 1, 2),
    options=(Option("--clear", help="take the note away"), JSON),
    description=(
        "TEXT takes the place of the note that the run has; `-` reads it from stdin. Without TEXT the note\n"
        "is shown. The record itself stays as it was sealed: notes are kept beside it."
    ),
    examples=(
        ("nbtrack note latest 'the labels were shuffled: forget this one'", "say what you found out"),
        ("nbtrack note latest", "read it again"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Change the note of a run, or show it."""
    word, *texts = args.positional
    if args.flag("clear") and texts:
        raise UsageError("--clear takes the note away: there is no text to write")
    store = find_store(word)
    record = chosen_run(word, store)
    text = "" if args.flag("clear") else texts[0] if texts else None
    if text == STDIN:
        text = sys.stdin.read().strip()
    if text is not None and text != (record.note or ""):
        annotate(store, record.id, note=text)
        record = store.get(record.id)
    if args.flag("json"):
        out.json({"schema": "nbtrack.note/1", "run": record.id, "note": record.note})
    elif record.note:
        out.styled(f"{short_id(record.id)}: {out.paint(record.note)}")
    else:
        out.note(f"run {short_id(record.id)} has no note")
    return 0
