"""What a run used, added to its record when it ends."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache, lru_cache
from math import inf
from typing import TYPE_CHECKING, Any

from nbtrack.project import find_root, path_from, repository_of
from nbtrack.record import log
from nbtrack.record.environments.imported import imported_in, packages_of
from nbtrack.record.files.c_readers import C_READERS
from nbtrack.record.files.data_files import READ, WRITTEN, DataFiles
from nbtrack.record.files.file_content import content_of
from nbtrack.record.files.file_digests import FileDigests
from nbtrack.record.files.named_files import named_files, named_folders
from nbtrack.record.files.opened_files import opened_files
from nbtrack.record.files.own_openings import own_openings
from nbtrack.record.files.unseen_files import shell_files, unseen_files
from nbtrack.record.metrics.event_metrics import keep_event_metrics
from nbtrack.record.own_patch import own_patch
from nbtrack.record.secrets.source_redaction import redacted_source_b
from nbtrack.record.seeds import seeds_in
from nbtrack.record.startup import nbtrack_watch
from nbtrack.record.used import processes_of, read_used
from nbtrack.settings import read_settings
from nbtrack.store.canonical import dump
from nbtrack.store.clock import seconds_of
from nbtrack.store.journal import EVENTS
from nbtrack.store.record import DataUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nbtrack.record.files.unseen_files import Unseen
    from nbtrack.record.used import Used
    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import CellRun, RunRecord
    from nbtrack.store.store import Store

_ROUNDED_S = 0.001  # times of what was used are written down to this
_STARTUP = os.path.dirname(os.path.abspath(nbtrack_watch.__file__))


def followed(live_folder: str, folder: str, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables by which the processes of a run tell what they use.

    They come to those that the processes inherit.
    """
    root = _followed_root(folder)
    if root is None:
        return {nbtrack_watch.LIVE_FOLDER: live_folder}
    path = os.pathsep.join(filter(None, (_STARTUP, inherited.get("PYTHONPATH"))))
    return {
        nbtrack_watch.LIVE_FOLDER: live_folder,
        nbtrack_watch.ROOT: root,
        nbtrack_watch.REPOSITORY: _repository(root),
        "PYTHONPATH": path,
    }


@cache  # a process that makes a thousand runs reads its settings once
def _followed_root(folder: str) -> str | None:
    """Return the project of a folder, None where the settings say that nothing is to be followed."""
    return _root(folder) if read_settings(folder).value("record.follow") else None


_root = cache(find_root)
_repository = cache(repository_of)


@contextmanager
def watched(
    live_folder: str, folder: str, sources: Iterable[str], words: Iterable[str] = ()
) -> Iterator[Callable[[], None]]:
    """Have the system tell which files are opened meanwhile, where it can and is allowed to.

    They are those of the project, and of the folders that the code, or the words given to it, name elsewhere.
    Yield what takes down those of a cell when it is over.
    """
    root = _followed_root(folder)
    if root is None:
        yield _nothing
        return
    from nbtrack.record.files.openings_thread import OpeningsThread

    is_of_interest = nbtrack_watch.Watch(root, root, live_folder).is_of_interest
    named = {os.path.join(path, "") for path in named_folders(sources, words)}
    inside = os.path.join(root, "")
    others = sorted(path for path in named if is_of_interest(path) and not inside.startswith(path))
    openings = OpeningsThread(live_folder, root, folder, others)
    try:
        yield openings.catch_up
    finally:
        openings.stop()


def _nothing() -> None:
    """Take nothing down."""


class Listening:
    """Follow this process, and those that it starts, until `end`."""

    def __init__(self, live_folder: str, folder: str) -> None:
        variables = followed(live_folder, folder, os.environ)
        self._before = {name: os.environ.get(name) for name in variables}
        root = _followed_root(folder)
        self._openings = own_openings(live_folder, root, folder) if root else None
        os.environ.update(variables)
        log.leave()
        nbtrack_watch.watch(EVENTS)

    def end(self) -> None:
        """Leave the environment as it was before."""
        nbtrack_watch.stop()
        if self._openings:
            self._openings.end()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        log.leave()


def gather(
    live: LiveRun, store: Store, record: RunRecord, folder: str, sources: Iterable[str]
) -> dict[str, Any]:
    """Return what to say of what the processes of a run used; raises StoreError where the disk refuses.

    `record` is what its recorder has said so far. `sources` are the texts of its code, which is looked at for
    files that C libraries open.
    """
    begun = [cell.started for cell in record.cells if cell.started and not cell.taken_from]
    start = min(map(seconds_of, begun), default=0.0)
    used = read_used(live.folder, start - _ROUNDED_S)
    if used is None:  # another language, or a Python that reads no PYTHONPATH
        return {}
    root = _root(folder)
    own = os.path.join(root, record.experiment)
    modules = {path: raw for path in used.modules if path != own and (raw := content_of(path)) is not None}
    texts = [*sources, *(raw.decode("utf-8", "replace") for raw in modules.values())]
    named = named_files(texts, (folder, root)) if C_READERS & used.imported.keys() else set()
    if in_shells := shell_files(texts, folder):
        named |= set(filter(nbtrack_watch.Watch(root, root, live.folder).is_of_interest, in_shells))
    values = {name: one.value for name, one in record.parameters.items()}
    opened = opened_files(used, texts, values, root, processes_of(live.folder))
    saved = {path for path, (_, is_saved) in opened.files.items() if is_saved}
    saved |= {path for path, use in used.files.items() if use.written}
    keep_event_metrics(live.folder, saved, seconds_of(record.started))
    data = _data(used, store, root, unseen_files(used, named, opened), record.cells)
    names = {path_from(root, path): raw for path, raw in modules.items()}
    said: dict[str, Any] = {"data": counted(data, live)}
    said["modules"] = {name: live.put(redacted_source_b(raw)) for name, raw in sorted(names.items())}
    if record.git and record.git.patch:
        whole = store.blobs.get(record.git.patch)
        part = own_patch(whole, folder, {*modules, *used.files})
        if part != whole:
            said["git"] = {"patch": live.put(part) if part else None}
    if record.environment:
        said["environment"] = _environment(used, texts, record, live, start)
    return said


def _data(
    used: Used, store: Store, root: str, guessed: Unseen, cells: Iterable[CellRun]
) -> Mapping[str, Any]:
    digests = FileDigests(store.root)
    found = DataFiles(root, digests, tuple(cells)).describe(used, guessed)
    digests.save()
    return found


def _environment(
    used: Used, sources: Sequence[str], record: RunRecord, live: LiveRun, start: float
) -> dict[str, Any]:
    """Return what is known in the end only: the packages that were imported, and seeds.

    What a kernel imports for itself, before the first cell and as it ends, counts where the code names it.
    """
    named = imported_in(sources) if record.cells else set()
    end = max((_end_of(cell) for cell in record.cells), default=inf)
    modules = [name for name, at in used.imported.items() if start <= at <= end or name in named]
    parameters = {name: one.value for name, one in record.parameters.items()}
    return {
        "imported": live.put(_packages_b(tuple(modules), tuple(used.path))),
        "seeds": seeds_in(sources, parameters),
    }


@lru_cache(maxsize=1)  # of a thousand runs of one process, most import what the one before did
def _packages_b(modules: tuple[str, ...], path: tuple[str, ...]) -> bytes:
    return dump(packages_of(modules, path))


def _end_of(cell: CellRun) -> float:
    if cell.started is None or cell.duration_s is None:
        return inf
    return seconds_of(cell.started) + cell.duration_s + _ROUNDED_S


def counted(data: Mapping[str, Any], live: LiveRun) -> DataUse:
    """Keep a description of data as a blob, and return its part of the record; raises StoreError."""
    uses = [file["use"] for file in data["files"]]
    is_any = any(value for name, value in data.items() if name not in ("schema", "watched"))
    return DataUse(
        files=live.put(dump(dict(data))) if is_any else None,
        read=sum(use != WRITTEN for use in uses),
        written=sum(use != READ for use in uses),
    )
