"""What the processes of a run used, put together from the lines that each of them left."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.record.files.openings import NAME, UNWATCHED, WATCHED
from nbtrack.record.startup.nbtrack_lines import PREFIX, SUFFIX
from nbtrack.store.canonical import load_lines
from nbtrack.store.content import content
from nbtrack.store.journal import asides, owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_OF_FILES = frozenset(
    (
        *("read", "written", "held", "listed", "made", "argument", "many read", "many written"),
        *("opened", "saved", "many opened"),
    )
)


class FileUse(NamedTuple):
    """When a file was first read and first written, in seconds since the epoch.

    `state` is its stat at that reading, `held` the digest of what it held before the run itself changed it.
    """

    read: float | None = None
    written: float | None = None
    state: tuple[int, ...] = ()
    held: str | None = None


class Used(NamedTuple):
    """All that a run used; `imported` has the first time of each top-level module.

    `crowded` are folders of which so many files were used that nobody told of them one by one, `made` those
    that were not there before, and `arguments` has the first time of each path that a program was given.
    `programs` tells whether there were any. What somebody `opened`, and what was `saved`, is told by another
    process, which `watched` the project; it is the run's only where something of the run's can have been it.
    """

    files: dict[str, FileUse]
    crowded: set[str]
    listed: set[str]
    modules: list[str]
    imported: dict[str, float]
    path: list[str]
    urls: list[str]
    hosts: list[str]
    made: list[str]
    arguments: dict[str, float]
    programs: bool
    opened: dict[str, float]
    saved: dict[str, float]
    opened_folders: set[str]
    watched: bool


def read_used(live_folder: str, start: float) -> Used | None:
    """Return what was used, None where no process could be followed.

    Files and folders that were used before the start are a kernel's own, which looks around as it boots.
    """
    names = [name for name in sorted(os.listdir(live_folder)) if name.startswith(PREFIX)]
    own = asides(live_folder)
    if not own and not set(names) - {NAME}:
        return None
    paths = (os.path.join(live_folder, name) for name in names if name.endswith(SUFFIX))
    return _used_in((b"\n".join(own), *map(content, paths)), start)


def processes_of(live_folder: str) -> Iterator[int]:
    """Yield the processes that told what they use."""
    if asides(live_folder):
        yield owner(live_folder)["pid"]
    for name in os.listdir(live_folder):
        number = name.removeprefix(PREFIX).removesuffix(SUFFIX)
        if name.startswith(PREFIX) and number.isdigit():
            yield int(number)


@lru_cache(maxsize=1)  # of a thousand runs of one process, most use what the one before did
def _used_in(raws: tuple[bytes, ...], start: float) -> Used:
    lines = (line for raw in raws for line in load_lines(raw.splitlines()) if _is_whole(line))
    return used_of(line for line in lines if not (line["kind"] in _OF_FILES and line["at"] < start))


def used_of(lines: Iterable[dict[str, Any]]) -> Used:
    """Put the lines of all processes together."""
    files: dict[str, FileUse] = {}
    firsts: dict[str, dict[str, float]] = {}
    for line in sorted(lines, key=lambda line: float(line["at"])):
        kind, at = line["kind"], line["at"]
        for name in _names(line):
            if kind in ("read", "written", "held"):
                files[name] = _with(files.get(name, FileUse()), kind, line)
            firsts.setdefault(kind, {}).setdefault(name, at)
    return Used(
        files=files,
        crowded={*firsts.get("many read", ()), *firsts.get("many written", ())},
        listed=set(firsts.get("listed", ())),
        modules=sorted(firsts.get("module", ())),
        imported=firsts.get("imported", {}),
        path=list(firsts.get("path", ())),
        urls=list(firsts.get("url", ())),
        hosts=list(firsts.get("host", ())),
        made=list(firsts.get("made", ())),
        arguments=firsts.get("argument", {}),
        programs="program" in firsts,
        opened=firsts.get("opened", {}),
        saved=firsts.get("saved", {}),
        opened_folders=set(firsts.get("many opened", ())),
        watched=WATCHED in firsts and UNWATCHED not in firsts,
    )


def _with(use: FileUse, kind: str, line: dict[str, Any]) -> FileUse:
    if kind == "read" and use.read is None:
        return use._replace(read=line["at"], state=tuple(line.get("state", ())))
    if kind == "written" and use.written is None:
        return use._replace(written=line["at"])
    return use._replace(held=use.held or line.get("digest")) if kind == "held" else use


def _is_whole(line: dict[str, Any]) -> bool:
    return (
        isinstance(line.get("kind"), str)
        and isinstance(line.get("at"), (int, float))
        and all(isinstance(name, str) for name in _names(line))
    )


def _names(line: dict[str, Any]) -> Sequence[Any]:
    """Return the one thing that a line tells of, or the many."""
    names = line.get("names")
    return names if isinstance(names, list) else (line.get("name"),)
