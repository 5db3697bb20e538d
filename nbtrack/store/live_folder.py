"""The folders of runs in progress: one appears with what its first file says, and goes as a whole.

Making and deleting a folder is what a system takes longest at, so a process that begins another run takes
again the one that its last run left.
"""

from __future__ import annotations

import contextlib
import os
import time

_YOUNG_S = 3600.0  # between its making and its name no process takes so long
_left: dict[str, tuple[str, int]] = {}  # by what holds them: empty ones, and the process that left them


def hidden(live: str, run_id: str) -> str:
    """Return an empty folder below `live` that nobody sees; raises OSError."""
    path, process = _left.pop(live, ("", 0))
    if process == os.getpid() and os.path.isdir(path):
        return path
    path = os.path.join(live, f".{run_id}")
    try:
        os.mkdir(path)
    except FileNotFoundError:
        os.makedirs(path)
    return path


def leave(folder: str) -> None:
    """Take away a run's folder with all that is in it, and keep it for the next run of this process.

    Who keeps one calls `forget` in the end.
    """
    live, run_id = os.path.split(folder)
    path = os.path.join(live, f".{run_id}")
    try:
        os.rename(folder, path)
        for name in os.listdir(path):
            os.unlink(os.path.join(path, name))
    except OSError:  # a folder of outputs is in it, or a file that is open on Windows
        delete(path)
        delete(folder)
        return
    _left[live] = path, os.getpid()


def delete(folder: str) -> None:
    """Delete a folder with what is in it, as far as that can be."""
    import shutil  # hardly ever needed, and it brings all that knows archives

    shutil.rmtree(folder, ignore_errors=True)


def abandoned(live: str) -> list[str]:
    """Return the hidden folders of processes that were killed before they named or deleted them."""
    try:
        names = os.listdir(live)
    except FileNotFoundError:
        return []
    paths = (os.path.join(live, name) for name in names if name.startswith("."))
    return [path for path in paths if _age_s(path) > _YOUNG_S]


def _age_s(path: str) -> float:
    try:
        return time.time() - os.stat(path).st_mtime
    except FileNotFoundError:  # it was somebody's after all
        return 0.0


def forget() -> None:
    """Delete what was kept for a next run, as no more will come."""
    while _left:
        _, (path, process) = _left.popitem()
        if process == os.getpid():
            with contextlib.suppress(OSError):
                os.rmdir(path)
