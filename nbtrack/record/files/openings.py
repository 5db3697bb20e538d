"""Write down which files of a project are opened while a run goes on, for what Python's audit events miss.

Libraries in C open files by themselves, and so do programs. `used` reads these lines with those of the
processes; which of the files were the run's, and not of somebody else at work in the project, is decided in
`opened_files`.
"""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING

from nbtrack.record.files.inotify import MADE, MOVED_IN, OPENED, SAVED, Inotify
from nbtrack.record.startup import nbtrack_watch
from nbtrack.record.startup.nbtrack_lines import PREFIX, SUFFIX
from nbtrack.store.canonical import dump
from nbtrack.store.journal import running
from nbtrack.store.live import is_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.record.files.inotify import Event

NAME = f"{PREFIX}seen{SUFFIX}"  # beside the files of the processes
WATCHED, UNWATCHED = "watched", "unwatched"  # the second says why not all is known
_MOST_FOLDERS = 2000
_OTHERS = "other runs went on"
_MOST_TOLD = 50_000  # a line each, of which most say what the processes say themselves
_IS_ENVIRONMENT = "pyvenv.cfg"  # PEP 405


class Openings:
    """Watch the folders of a project, from the experiment's own on, for one run after the other.

    `runs` is where runs in progress have their folders, `others` are folders elsewhere.
    """

    def __init__(self, root: str, folder: str, runs: str, others: Iterable[str] = ()) -> None:
        self._root, self._folder, self._runs, self._others = root, folder, runs, tuple(others)
        self._watch = nbtrack_watch.Watch(root, root, os.path.join(runs, "one"))
        self._live_folder = ""
        self._told: set[tuple[str, str]] = set()
        self._lines: list[bytes] = []
        self._in_folder: dict[str, int] = {}
        self._known: set[tuple[int, int]] = set()
        self._at: float | None = None
        self._has_begun = False
        self.is_hurried = False  # to begin with fewer folders
        self.is_whole = True  # all folders are watched, and none was lost from sight
        self._inotify = Inotify()
        self.descriptor = self._inotify.descriptor

    def begin(self) -> None:
        """Find the folders, and watch them."""
        self._add(self._folder)
        self._add(self._root)
        for other in self._others:
            self._add(other)
            self._tell(f"{WATCHED} elsewhere", other)
        self._has_begun = True

    def start(self, live_folder: str) -> None:
        """Take down for another run, what happens from now on; raises OSError."""
        for event in self._inotify.events():
            if event.is_folder or not event.path:
                self._take(event)
        self._told.clear()
        self._lines.clear()
        self._in_folder.clear()
        self._live_folder = live_folder
        self._look_for_others()

    def say_watched(self) -> None:
        """Write down that what was not told of did not happen; raises OSError."""
        self._tell(WATCHED, self._root, 0)  # in each run of a process the same
        self._write()

    def take(self, at: float | None = None) -> bool:
        """Write down what has happened, now or at a time; False where that is enough. Raises OSError."""
        self._at = at
        for event in self._inotify.events():
            self._take(event)
        is_enough = len(self._told) > _MOST_TOLD
        if is_enough:
            self._miss(f"more than {_MOST_TOLD} files")
        self._write()
        return not is_enough

    def close(self) -> None:
        """Watch no more."""
        self._inotify.close()

    def _write(self) -> None:
        if self._lines:
            with open(os.path.join(self._live_folder, NAME), "ab", buffering=0) as file:
                file.write(b"".join(self._lines))
            self._lines.clear()

    def _miss(self, why: str) -> None:
        self.is_whole = False
        self._tell(UNWATCHED, why)

    def _take(self, event: Event) -> None:
        if not event.path:
            self._miss("events were lost")
        elif os.path.dirname(event.path) == self._runs:
            self._tell(UNWATCHED, _OTHERS)
        elif event.is_folder:
            if event.mask & (MADE | MOVED_IN):
                self._add(event.path, is_new=bool(event.mask & MADE))
        else:
            self._hear(event.path, event.mask)

    def _look_for_others(self) -> None:
        """Tell whether other runs go on, now or later: which of them opens a file, nobody says."""
        self._inotify.watch(self._runs)
        paths = (os.path.join(self._runs, name) for name in running(self._runs))
        if not all(path == self._live_folder or is_over(path) for path in paths):
            self._tell(UNWATCHED, _OTHERS)

    def _hear(self, path: str, mask: int) -> None:
        if mask & OPENED:
            self._tell_file("opened", path)
        if mask & (SAVED | MOVED_IN):
            self._tell_file("saved", path)

    def _add(self, start: str, *, is_new: bool = False) -> None:
        """Watch a folder and those below it, the nearest first; what stands in a new one was put there."""
        for folder, names in self._folders(start):
            for name in names if is_new else ():
                self._tell_file("saved", os.path.join(folder, name))

    def _folders(self, start: str) -> Iterator[tuple[str, list[str]]]:
        """Watch folders, and yield each with the files in it; a link may lead to one a second time."""
        queue = deque([start])
        while queue:
            folder = queue.popleft()
            is_cut_short = self.is_hurried and not self._has_begun
            if is_cut_short or len(self._known) >= _MOST_FOLDERS:
                if start not in self._others:
                    self._miss(f"only {len(self._known)} folders were watched")
                return
            try:
                found = os.stat(folder)
                if (found.st_dev, found.st_ino) in self._known:
                    continue
                self._known.add((found.st_dev, found.st_ino))
                self._inotify.watch(folder)
                with os.scandir(folder) as entries:
                    inner = {entry.name: entry.is_dir() for entry in entries}
            except OSError:  # it is gone, or nobody may look into it
                continue
            if _IS_ENVIRONMENT in inner:
                self._inotify.forget(folder)
                continue
            paths = (os.path.join(folder, name) for name, is_folder in sorted(inner.items()) if is_folder)
            queue.extend(path for path in paths if self._watch.is_of_interest(os.path.join(path, "")))
            yield folder, [name for name, is_folder in inner.items() if not is_folder]

    def _tell_file(self, kind: str, path: str) -> None:
        """Tell of a file, and of a folder with very many no more."""
        if (kind, path) in self._told or not self._watch.is_of_interest(path):
            return
        folder = os.path.dirname(path)
        number = self._in_folder[folder] = self._in_folder.get(folder, 0) + 1
        if number <= nbtrack_watch.MOST_IN_A_FOLDER:
            self._tell(kind, path)
        else:
            self._tell("many opened", folder)
            self._inotify.forget(folder)
            self.is_whole = False

    def _tell(self, kind: str, name: str, at: float | None = None) -> None:
        if (kind, name) not in self._told:
            self._told.add((kind, name))
            given = self._at if at is None else at
            seconds = time.time() if given is None else given
            self._lines.append(dump({"kind": kind, "name": name, "at": round(seconds, 3)}) + b"\n")
