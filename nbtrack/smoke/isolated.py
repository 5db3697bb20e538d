"""A scratch copy of a notebook's project, as a fresh clone would have it."""

from __future__ import annotations

import os
import shutil

from nbtrack.errors import RunError
from nbtrack.notebook.discovery import find_files
from nbtrack.project import checkout_above
from nbtrack.terminal import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def copied_root(folder: str) -> str:
    """Return the folder that is copied: the root of the repository, the folder itself where there is none."""
    return checkout_above(folder) or os.path.abspath(folder)


def copy_project(root: str, target: str, most_bytes: int) -> None:
    """Copy what git does not ignore below a folder; raises RunError where that is too much."""
    paths = find_files((root,), "")
    size = sum(map(_size, paths))
    if size > most_bytes:
        raise RunError(
            f"{root} is too large to copy: {size_text(size)} that git does not ignore, "
            f"and {size_text(most_bytes)} allowed",
            hint="raise the setting smoke.isolated-max-size, or let git ignore what no notebook needs",
        )
    _copy_all(paths, root, target)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size if os.path.isfile(path) else 0
    except OSError:
        return 0


def _copy_all(paths: Iterable[str], root: str, target: str) -> None:
    for path in paths:
        copy = os.path.join(target, os.path.relpath(path, root))
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        if os.path.islink(path) and _stays_inside(path, root):
            os.symlink(os.readlink(path), copy)
        elif os.path.isfile(path):  # a link that leads out would let the notebook write there
            shutil.copy2(path, copy)


def _stays_inside(link: str, root: str) -> bool:
    leads_to = os.readlink(link)
    if os.path.isabs(leads_to):
        return False
    real = os.path.realpath(link)
    return os.path.commonpath((real, os.path.realpath(root))) == os.path.realpath(root)
