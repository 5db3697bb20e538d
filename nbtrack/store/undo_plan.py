"""Which files an undo brings back, and which it must leave alone: values in, values out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nbtrack.store.undo_entry import Entry, KeptFile

    DigestOf = Callable[[KeptFile], str | None]

READY = "ready"  # it is as the command left it
SAME = "same"  # it already is as it was before
CHANGED = "changed"  # somebody wrote it since
GONE = "gone"  # somebody deleted it since
SHORTEST_ID = 4


class Step(NamedTuple):
    """One file to bring back: the entry that kept it, and how the file stands now."""

    entry: Entry
    file: KeptFile
    state: str


def last_command(entries: Sequence[Entry], digest_of: DigestOf, *, before: Entry | None = None) -> list[Step]:
    """Return the files of the newest command that is not taken back, or of the newest one before another.

    Entries come newest first.
    """
    undone = _undone(entries)
    for entry in entries if before is None else entries[entries.index(before) + 1 :]:
        left = [file for file in entry.files if not file.undoes and (entry.id, file.path) not in undone]
        steps = [_step(entry, file, digest_of) for file in left if file.before]
        if any(step.state != SAME for step in steps):
            return steps
    return []


def one_entry(entries: Sequence[Entry], beginning: str, digest_of: DigestOf) -> list[Step]:
    """Return the files of the entry with such an id; raises StoreError."""
    found = [entry for entry in entries if entry.id.startswith(beginning)]
    if len(found) != 1 or len(beginning) < SHORTEST_ID:
        what = (
            f"{beginning} is the beginning of {len(found)} ids"
            if found
            else f"nothing is kept as {beginning}"
        )
        raise StoreError(what, hint="`nbtrack undo --list` shows what is kept")
    return [_step(found[0], file, digest_of) for file in found[0].files if file.before]


def one_file(entries: Sequence[Entry], name: str, digest_of: DigestOf) -> Step:
    """Return the newest version of a file that is not taken back; raises UsageError where there is none."""
    undone = _undone(entries)
    for entry in entries:
        for file in entry.files:
            if file.path != name or file.undoes or not file.before or (entry.id, name) in undone:
                continue
            step = _step(entry, file, digest_of)
            if step.state != SAME:
                return step
    raise UsageError(f"nothing is kept of {name}", hint="`nbtrack undo --list` shows what is kept")


def _step(entry: Entry, file: KeptFile, digest_of: DigestOf) -> Step:
    current = digest_of(file)
    if current is None:
        return Step(entry, file, GONE)
    states = {file.after: READY, file.before: SAME}
    return Step(entry, file, states.get(current, CHANGED))


def _undone(entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Return the entries' files that are taken back; taking back an undo makes what it undid stand again."""
    undone: set[tuple[str, str]] = set()
    for entry in entries:
        for file in entry.files:
            if file.undoes and (entry.id, file.path) not in undone:
                undone.add((file.undoes, file.path))
    return undone
