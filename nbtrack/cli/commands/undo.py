"""`nbtrack undo`: bring back what a command overwrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.keeping import prune
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.record.taking_back import digest_asker, take_back
from nbtrack.settings import read_settings
from nbtrack.store.location import store_root
from nbtrack.store.undo_log import UndoLog, name_of
from nbtrack.store.undo_plan import CHANGED, GONE, READY, SAME, last_command, one_entry, one_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.store.undo_entry import Entry, KeptFile
    from nbtrack.store.undo_log import Keeper
    from nbtrack.store.undo_plan import Step

COMMAND = Command(
    "undo",
    "bring back what a command overwrote",
    arguments=("ID|PATH...", 0, None),
    options=(
        Option("--list", help="list what is kept, the newest first"),
        Option("--dry-run", help="change nothing; say what would come back"),
        Option("--diff", help="change nothing; show what would come back"),
        Option("--force", help="bring back also over files that changed since; what they hold now is kept"),
        Option("--clear", help="forget everything that is kept"),
        JSON,
    ),
    description=(
        "Without an argument the last command's files come back as they were before it; once more, those of\n"
        "the command before. ID is an entry of --list, PATH brings back one file. `strip`, `check --fix`,\n"
        "`pair`, `sync`, `merge` and `extract --modules` keep what they overwrite when a person runs\n"
        "them. An undo is an entry too, so that its ID takes it back. A file that changed since is left\n"
        "alone, and the exit code is 1."
    ),
    examples=(
        ("nbtrack undo", "take back the last command"),
        ("nbtrack undo --diff", "see first what would come back"),
        ("nbtrack undo reports/q3.ipynb", "bring back one notebook"),
        ("nbtrack undo --list", "what is there to bring back?"),
    ),
)
_SAID = {
    READY: "brought back",
    SAME: "already as it was before",
    CHANGED: "changed since, so it was left as it is",
    GONE: "is gone since, so it was not made again",
}
_RESTORED = "restored"


class _Result(NamedTuple):
    """What became of one file."""

    step: Step
    path: str
    status: str


def run(args: Args, out: Output) -> int:
    """Bring files back, or list, show or forget what is kept."""
    log = UndoLog(store_root())
    if args.flag("list"):
        from nbtrack.cli.undo.show import show_list

        return show_list(log, args, out)
    if args.flag("clear"):
        return _clear(log, args, out)
    steps = _steps(log, args)
    if args.flag("diff"):
        from nbtrack.cli.undo.show import show_diff

        return show_diff(log, steps, out)
    if args.flag("dry-run"):
        results = [_Result(step, _shown(log, step.file), step.state) for step in steps]
    else:
        results = _bring_back(log, steps, args)
    code = _tell(results, args, out)
    if code and steps and not args.positional and not args.flag("json"):
        _tell_next(log, steps[0].entry, out)
    return code


def _tell_next(log: UndoLog, refused: Entry, out: Output) -> None:
    """Name the command before the one that cannot be taken back: without an argument none gets past that."""
    for step in last_command(log.entries(), digest_asker(log), before=refused)[:1]:
        words = " ".join(step.entry.command)
        out.note(f"the command before it, `nbtrack {words}`, is taken back by `nbtrack undo {step.entry.id}`")


def _clear(log: UndoLog, args: Args, out: Output) -> int:
    count = log.clear()
    if args.flag("json"):
        out.json({"schema": "nbtrack.undo/1", "cleared": count})
    else:
        out.note(f"{count} {'entry' if count == 1 else 'entries'} forgotten")
    return 0


def _steps(log: UndoLog, args: Args) -> list[Step]:
    entries = log.entries()
    ask = digest_asker(log)
    if not args.positional:
        return last_command(entries, ask)
    if len(args.positional) == 1 and _is_id(args.positional[0], log):
        return one_entry(entries, args.positional[0], ask)
    if folders := [path for path in args.positional if os.path.isdir(path)]:
        raise UsageError(f"{folders[0]} is a folder", hint="name the files: `nbtrack undo --list --verbose`")
    return [one_file(entries, name_of(path, log.base), ask) for path in args.positional]


def _is_id(word: str, log: UndoLog) -> bool:
    """Tell whether a word is an id: a file of that name, there now or kept, wins."""
    if os.path.lexists(word) or not set(word) <= set("0123456789abcdef"):
        return False
    return not any(file.path == name_of(word, log.base) for entry in log.entries() for file in entry.files)


def _bring_back(log: UndoLog, steps: Sequence[Step], args: Args) -> list[_Result]:
    wanted = (READY, CHANGED, GONE) if args.flag("force") else (READY,)
    if not any(step.state in wanted for step in steps):
        return [_Result(step, _shown(log, step.file), step.state) for step in steps]
    kept = {step: log.get(step.entry.id, step.file.before or "") for step in steps if step.state in wanted}
    prune(log, read_settings())
    keeper = log.begin(("undo", *args.words))
    return [
        _restored(log, step, kept[step], keeper)
        if step in kept
        else _Result(step, _shown(log, step.file), step.state)
        for step in steps
    ]


def _restored(log: UndoLog, step: Step, old: bytes, keeper: Keeper) -> _Result:
    path = _shown(log, step.file)
    return _Result(step, path, _RESTORED if take_back(step, old, keeper, path) else CHANGED)


def _shown(log: UndoLog, file: KeptFile) -> str:
    """Return the path as the person would write it here."""
    return os.path.relpath(log.path_of(file))


def _tell(results: Sequence[_Result], args: Args, out: Output) -> int:
    if args.flag("json"):
        out.json({"schema": "nbtrack.undo/1", "files": [_row(result) for result in results]})
    elif not results:
        out.note("there is nothing to undo here; `nbtrack undo --list` shows what is kept")
    else:
        _say(results, out)
    return 0 if results and _all_well(result.status for result in results) else 1


def _say(results: Sequence[_Result], out: Output) -> None:
    for result in results:
        if result.status == READY:
            out.line(f"{result.path}: would be brought back")
        elif result.status in (CHANGED, GONE):
            hint = (
                f"compare: `nbtrack undo --diff {result.step.entry.id}`; bring it back all the same: --force"
            )
            out.fail(f"{result.path}: {_SAID[result.status]}", hint)
        else:
            out.note(f"{result.path}: {_SAID[READY if result.status == _RESTORED else result.status]}")


def _all_well(states: Iterable[str]) -> bool:
    return all(state in (READY, SAME, _RESTORED) for state in states)


def _row(result: _Result) -> dict[str, Any]:
    return {"path": result.path, "status": result.status, "entry": result.step.entry.id}
