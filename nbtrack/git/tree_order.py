"""Notebooks of a work tree in the order in which git goes through them.

That is by the bytes of their paths, so that a folder counts as its name and a slash.
"""

from __future__ import annotations

import os

from nbtrack.notebook.discovery import SUFFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def notebooks_after(path: str) -> Iterator[str | None]:
    """Yield the notebooks behind a path, and None for each folder that has to be listed on the way.

    Hidden names are left out, and links to folders, which git does not follow.
    """
    folder, _, name = path.rpartition("/")
    yield from _inside(folder, name)
    while folder:
        folder, _, name = folder.rpartition("/")
        yield from _inside(folder, f"{name}/")


def _inside(folder: str, after: str = "") -> Iterator[str | None]:
    yield None
    for name in _names(folder):
        if name <= after:
            continue
        place = f"{folder}/{name}" if folder else name
        if name.endswith("/"):
            yield from _inside(place[:-1])
        else:
            yield place


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder or ".") as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
            folders = [f"{entry.name}/" for entry in shown if entry.is_dir(follow_symlinks=False)]
            return sorted([*folders, *(entry.name for entry in shown if entry.name.endswith(SUFFIX))])
    except OSError:  # gone, or not ours to read
        return []
