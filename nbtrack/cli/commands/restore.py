"""`nbtrack restore`: bring a recorded version of a notebook or script back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.chosen_version import chosen_version, split_version
from nbtrack.cli.keeping import UNDO_OPTIONS, Writer, wants_undo
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.cli.text_diff import show_text_diff
from nbtrack.compare.one_cell import with_cell
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.text import render_text
from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import read_if_there
from nbtrack.record.history import paths_of
from nbtrack.record.project_store import find_store
from nbtrack.record.secrets.secret_filling import filled_as_far
from nbtrack.record.unsaved import committed, require_no_loss, save_first
from nbtrack.settings import read_settings
from nbtrack.store.digest import short_id
from nbtrack.store.versions import NOTEBOOK, read_executed, read_version_at
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

COMMAND = Command(
    "restore",
    "bring a recorded version of a notebook or script back",
    arguments=("NOTEBOOK@RUN", 1, 1),
    options=(
        Option("--cell", metavar="NUMBER", help="bring back only this cell, by its number in that version"),
        Option("--executed", help="the notebook as it came out of the run, not as it was given"),
        Option("--dry-run", help="write nothing; show what would change"),
        *UNDO_OPTIONS,
        JSON,
    ),
    description=(
        "RUN is a run or snapshot as `nbtrack log NOTEBOOK` lists them: the beginning of its id, its name,\n"
        "`latest` or `latest~1`. The file comes back byte for byte. What it holds now is recorded as a\n"
        "snapshot first, unless git's last commit or a record has it already, so that it can be restored in\n"
        "turn."
    ),
    examples=(
        ("nbtrack restore train.ipynb@4f2a", "the notebook as run 4f2a was given it"),
        ("nbtrack restore train.ipynb@4f2a --dry-run", "see first what would change"),
        ("nbtrack restore train.ipynb@latest --cell 5", "only cell 5 of the last run's notebook"),
        ("nbtrack restore train.ipynb@latest --executed", "with the outputs of the run"),
    ),
)


class _Change(NamedTuple):
    """What is to be written: where, instead of what, out of which record, and where that lacks secrets."""

    path: str
    old: bytes | None
    new: bytes
    record: RunRecord
    lacking: tuple[str, ...] = ()


def run(args: Args, out: Output) -> int:
    """Write the version, after what is there was made sure of."""
    path, reference = split_version(args.positional[0])
    store = find_store(path)
    change = _change(path, chosen_version(path, reference, store), store, args)
    saved = None
    if args.flag("dry-run"):
        _show(change, args, out)
    elif change.old != change.new:
        if not wants_undo(args, read_settings()):
            require_no_loss(change.path, change.old, change.new)
        saved = save_first(
            change.path, change.old, f"before {short_id(change.record.id)} was restored", store
        )
        Writer(args, out).write(path, change.new, expected=change.old)
    _tell(change, saved, args, out)
    return 0


def _change(path: str, record: RunRecord, store: Store, args: Args) -> _Change:
    blobs = store.blobs
    raw = read_executed(record, blobs) if args.flag("executed") else read_version_at(record, path, blobs)
    old = read_if_there(path)
    raw, lacking = filled_as_far(path, raw, (old, committed(path)))
    number = args.count("cell")
    if number is None:
        return _Change(path, old, raw, record, lacking)
    if not path.endswith(NOTEBOOK):
        raise UsageError("--cell is for notebooks")
    if old is None:
        raise UsageError(f"{path} is not there, so no cell can come back into it", hint="leave --cell out")
    version = parse(raw, f"{path}@{short_id(record.id)}")
    lacking = tuple(place for place in lacking if place == f"cell {number}")
    return _Change(path, old, with_cell(parse(old, path), version, number), record, lacking)


def _show(change: _Change, args: Args, out: Output) -> None:
    if args.flag("json") or change.old is None:
        return
    if not change.path.endswith(NOTEBOOK):
        old, new = (raw.decode("utf-8", "replace") for raw in (change.old, change.new))
        show_text_diff(change.path, old, new, out)
        return
    try:
        diff = diff_notebooks(parse(change.old, change.path), parse(change.new, change.path))
    except NbtrackError as error:
        out.note(f"what would change cannot be shown: {error.message}")
        return
    for line in render_text(diff, out.paint):
        out.styled(line)


def _tell(change: _Change, saved: RunRecord | None, args: Args, out: Output) -> None:
    is_changed, is_dry = change.old != change.new, args.flag("dry-run")
    if args.flag("json"):
        out.json(
            {
                "schema": "nbtrack.restore/1",
                "path": change.path,
                "version": change.record.id,
                "cell": args.count("cell"),
                "executed": args.flag("executed"),
                "changed": is_changed,
                "lacking": list(change.lacking),
                "written": is_changed and not is_dry,
                "snapshot": saved and saved.id,
            }
        )
        return
    if saved:
        out.note(f"{change.path}: what it held is snapshot {short_id(saved.id)}")
    what = f"{change.record.kind} {short_id(change.record.id)}"
    part = "" if args.count("cell") is None else f"cell {args.count('cell')} "
    if not is_changed:
        out.note(f"{change.path}: {part}is as in {what} already")
        return
    verb = "would come" if is_dry else "came"
    out.note(f"{change.path}: {part}{verb} back from {what}")
    for place in change.lacking:
        out.note(f"{change.path}: {place} lacks its secret, which is not on record")
    if not is_dry and (twins := [twin for twin in paths_of(change.path)[1:] if os.path.exists(twin)]):
        out.note(f"`nbtrack sync {as_word(change.path)}` brings {' and '.join(twins)} in step with it")
