"""Write down which files of a project are opened while a run goes on, for what Python's audit events miss.

Libraries in C open files by themselves, and so do programs. `used` reads these lines with those of the
processes; which of the files were the run's, and not of somebody else at work in the project, is decided in
`opened_files`.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from nbtrack.record.files.inotify import MADE, MOVED_IN, OPENED, SAVED, Inotify
from nbtrack.record.startup import nbtrack_watch
from nbtrack.store.canonical import dump
from nbtrack.store.journal import running
from nbtrack.store.live import is_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO

    from nbtrack.record.files.inotify import Event

NAME = f"{nbtrack_watch.PREFIX}seen{nbtrack_watch.SUFFIX}"  # beside the files of the processes
WATCHED, UNWATCHED = "watched", "unwatched"  # the second says why not all is known
_MOST_FOLDERS = 2000
_OTHERS = "other runs went on"
_MOST_TOLD = 50_000  # a line each, of which most say what the processes say themselves
_IS_ENVIRONMENT = "pyvenv.cfg"  # PEP 405


class Openings:
    """Watch the folders of a project, from the experiment's own on, in a thread until `stop`.

    `others` are folders elsewhere.
    """

    def __init__(self, live_folder: str, root: str, folder: str, others: Iterable[str] = ()) -> None:
        self._live_folder = live_folder
        self._watch = nbtrack_watch.Watch(root, root, live_folder)
        self._runs = os.path.dirname(live_folder)
        self._root, self._folder, self._others = root, folder, tuple(others)
        self._is_over = False
        self._wake, self._woken = os.pipe()
        self._told: set[tuple[str, str]] = set()
        self._in_folder: dict[str, int] = {}
        self._known: set[tuple[int, int]] = set()
        self._file: FileIO
        self._thread = threading.Thread(target=self._work, name="nbtrack openings", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write down what has happened so far, and watch no more."""
        self._is_over = True
        os.close(self._woken)
        self._thread.join()
        os.close(self._wake)

    def _work(self) -> None:
        """Do all of it; a disk that refuses is the run's own trouble, and says so there."""
        try:
            inotify = Inotify()
        except OSError:
            return
        try:
            with open(os.path.join(self._live_folder, NAME), "ab", buffering=0) as file:
                self._file = file
                self._follow(inotify)
        except OSError:
            return
        finally:
            inotify.close()

    def _follow(self, inotify: Inotify) -> None:
        self._add(inotify, self._folder)
        self._add(inotify, self._root)
        self._look_for_others(inotify)
        self._tell(WATCHED, self._root)
        for other in self._others:
            self._add(inotify, other)
            self._tell(WATCHED, other)
        poll = select.poll()
        poll.register(inotify.descriptor, select.POLLIN)
        poll.register(self._wake, select.POLLIN | select.POLLHUP)
        is_last = False
        while not is_last:
            is_last = self._wake in dict(poll.poll())
            for event in inotify.events():
                self._take(event, inotify)
            if len(self._told) > _MOST_TOLD:
                self._tell(UNWATCHED, f"more than {_MOST_TOLD} files")
                return

    def _take(self, event: Event, inotify: Inotify) -> None:
        if not event.path:
            self._tell(UNWATCHED, "events were lost")
        elif os.path.dirname(event.path) == self._runs:
            self._tell(UNWATCHED, _OTHERS)
        elif event.is_folder:
            if event.mask & (MADE | MOVED_IN):
                self._add(inotify, event.path, is_new=bool(event.mask & MADE))
        else:
            self._hear(event.path, event.mask, inotify)

    def _look_for_others(self, inotify: Inotify) -> None:
        """Tell whether other runs go on, now or later: which of them opens a file, nobody says."""
        inotify.watch(self._runs)
        paths = (os.path.join(self._runs, name) for name in running(self._runs))
        if not all(path == self._live_folder or is_over(path) for path in paths):
            self._tell(UNWATCHED, _OTHERS)

    def _hear(self, path: str, mask: int, inotify: Inotify) -> None:
        if mask & OPENED:
            self._tell_file("opened", path, inotify)
        if mask & (SAVED | MOVED_IN):
            self._tell_file("saved", path, inotify)

    def _add(self, inotify: Inotify, start: str, *, is_new: bool = False) -> None:
        """Watch a folder and those below it, the nearest first; what stands in a new one was put there."""
        for folder, names in self._folders(start, inotify):
            for name in names if is_new else ():
                self._tell_file("saved", os.path.join(folder, name), inotify)

    def _folders(self, start: str, inotify: Inotify) -> Iterator[tuple[str, list[str]]]:
        """Watch folders, and yield each with the files in it; a link may lead to one a second time."""
        queue = deque([start])
        while queue:
            folder = queue.popleft()
            if self._is_over or len(self._known) >= _MOST_FOLDERS:
                if start not in self._others:
                    self._tell(UNWATCHED, f"only {len(self._known)} folders were watched")
                return
            try:
                found = os.stat(folder)
                if (found.st_dev, found.st_ino) in self._known:
                    continue
                self._known.add((found.st_dev, found.st_ino))
                inotify.watch(folder)
                with os.scandir(folder) as entries:
                    inner = {entry.name: entry.is_dir() for entry in entries}
            except OSError:  # it is gone, or nobody may look into it
                continue
            if _IS_ENVIRONMENT in inner:
                inotify.forget(folder)
                continue
            paths = (os.path.join(folder, name) for name, is_folder in sorted(inner.items()) if is_folder)
            queue.extend(path for path in paths if self._watch.is_of_interest(os.path.join(path, "")))
            yield folder, [name for name, is_folder in inner.items() if not is_folder]

    def _tell_file(self, kind: str, path: str, inotify: Inotify) -> None:
        """Tell of a file, and of a folder with very many no more."""
        if (kind, path) in self._told or not self._watch.is_of_interest(path):
            return
        folder = os.path.dirname(path)
        number = self._in_folder[folder] = self._in_folder.get(folder, 0) + 1
        if number <= nbtrack_watch.MOST_IN_A_FOLDER:
            self._tell(kind, path)
        else:
            self._tell("many opened", folder)
            inotify.forget(folder)

    def _tell(self, kind: str, name: str) -> None:
        if (kind, name) not in self._told:
            self._told.add((kind, name))
            self._file.write(dump({"kind": kind, "name": name, "at": round(time.time(), 3)}) + b"\n")
