"""What one command kept before it wrote, as values, and as the lines of its journal.

The first line says which command it was, each further one names a file. A line that was torn by a crash is
passed over: its file was not written yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.canonical import dump, load_lines

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = "nbtrack.kept/1"


class KeptFile(NamedTuple):
    """One file: the digests of what it held and of what the command made of it.

    `before` is None where there was no file; `undoes` is the entry that writing this file took back;
    `proof` shows who kept it, where that matters (`undo_trust`).
    """

    path: str
    before: str | None
    after: str
    undoes: str | None = None
    proof: str | None = None


class Entry(NamedTuple):
    """One command that wrote: its id, when it began (UTC, as in records), its words and its files."""

    id: str
    time: str
    command: tuple[str, ...]
    files: tuple[KeptFile, ...] = ()


def head_line(entry: Entry) -> bytes:
    """Return the first line of a journal."""
    return dump({"schema": SCHEMA, "time": entry.time, "command": list(entry.command)}) + b"\n"


def file_line(file: KeptFile) -> bytes:
    """Return the line that says that a file is going to be written."""
    return dump(file._asdict()) + b"\n"


def failed_line(path: str) -> bytes:
    """Return the line that says that a file was not written after all."""
    return dump({"failed": path}) + b"\n"


def read_entry(entry_id: str, raw: bytes, is_trusted: Callable[[KeptFile], bool]) -> Entry | None:
    """Return the entry of a journal, with the files that are trusted; None where it does not begin as one."""
    lines = list(load_lines(raw.split(b"\n")))
    if not lines or lines[0].get("schema") != SCHEMA:
        return None
    time, command = lines[0].get("time"), lines[0].get("command")
    if not isinstance(time, str) or not isinstance(command, list):
        return None
    files: dict[str, KeptFile] = {}
    for line in lines[1:]:
        file = _file(line)
        if file and is_trusted(file):
            first = files.get(file.path, file)  # written twice: undo goes back to before the first time
            files[file.path] = file._replace(before=first.before)
        elif file is None:
            files.pop(str(line.get("failed")), None)
    return Entry(entry_id, time, tuple(map(str, command)), tuple(files.values()))


def _file(line: dict[str, Any]) -> KeptFile | None:
    path, before, after, undoes, proof = (line.get(name) for name in KeptFile._fields)
    if not isinstance(path, str) or not isinstance(after, str):
        return None
    if not all(isinstance(value, str | None) for value in (before, undoes, proof)):
        return None
    return KeptFile(path, before, after, undoes, proof)
