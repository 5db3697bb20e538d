"""The system's side of the runs that code begins: one thread of the process looks at it, once a second.

The thread is not there while the process forks: Python warns of threads then (since 3.12), and a child would
inherit whatever lock it held.
"""

from __future__ import annotations

import os
import threading

from nbtrack.record.resources.sampling import Looks

_FIRST_S = 1.0  # a shorter run has none of it

_folder: str | None = None  # of the current run
_over = threading.Event()
_thread: threading.Thread | None = None


def follow(live_folder: str) -> None:
    """Look at this process for a run, until `leave`."""
    global _folder
    _folder = live_folder
    _begin()


def leave() -> None:
    """Look no more; the thread stays for the next run."""
    global _folder
    _folder = None


def _begin() -> None:
    global _thread
    if _thread is None and _folder is not None:
        _over.clear()
        _thread = threading.Thread(target=_work, name="nbtrack sampler", daemon=True)
        _thread.start()


def _pause() -> None:
    global _thread
    if _thread is not None:
        _over.set()
        _thread.join()
        _thread = None


def _forget() -> None:
    """Leave it to the parent: the run is its."""
    global _folder, _thread
    _folder = _thread = None


def _work() -> None:
    folder, looks = None, None
    while not _over.wait(looks.pause_s if looks else _FIRST_S):
        if folder != _folder:
            folder = _folder
            looks = Looks(os.getpid(), folder) if folder else None
        if looks and not looks.look():
            looks = None


os.register_at_fork(before=_pause, after_in_parent=_begin, after_in_child=_forget)
