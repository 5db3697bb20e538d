"""Bring along what a project has and git does not: data, mostly."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import RunError
from nbtrack.git.checkout import untracked_in
from nbtrack.project import MADE_BY_TOOLS
from nbtrack.store.location import FOLDER as STORE
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MOST_BYTES = 2_000_000_000
_CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".tox", ".nox", ".DS_Store")
_SKIPPED = MADE_BY_TOOLS.union((".git", STORE), _CACHES)
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


class Untracked(NamedTuple):
    """Files and links below a project's root, by their paths from there, and their size together."""

    root: str
    names: tuple[str, ...]
    size_bytes: int


def find_untracked(root: str, without: Collection[str]) -> Untracked:
    """Find what git does not track, environments and caches left out, and what is named."""
    skipped = {os.path.realpath(path) for path in without}
    names = tuple(_files(root, untracked_in(root), skipped))
    return Untracked(root, names, sum(os.lstat(os.path.join(root, name)).st_size for name in names))


def bring_along(found: Untracked, target: str) -> int:
    """Copy such files to where they are not yet, and return how many; raises RunError for too much."""
    if found.size_bytes > MOST_BYTES:
        raise RunError(
            f"{size_text(found.size_bytes)} that git does not track are too much to copy, "
            f"{size_text(MOST_BYTES)} are allowed",
            hint="--link FOLDER has the run use a folder of yours in place, and write to it if it writes",
        )
    wanted = [name for name in found.names if not os.path.lexists(os.path.join(target, name))]
    for name in wanted:
        _copy(os.path.join(found.root, name), os.path.join(target, name), found.root)
    return len(wanted)


def _files(root: str, names: Iterable[str], skipped: Collection[str]) -> Iterator[str]:
    for name in names:
        path = os.path.join(root, name.rstrip("/"))
        if os.path.realpath(path) in skipped or _SKIPPED & set(name.split("/")):
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            entries = sorted(os.listdir(path))
            if not set(_ENVIRONMENT_MARKS) & set(entries):
                yield from _files(root, [f"{name.rstrip('/')}/{entry}" for entry in entries], skipped)
        elif os.path.isfile(path) or os.path.islink(path):  # no pipe, no socket
            yield name.rstrip("/")


def _copy(path: str, copy: str, root: str) -> None:
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    if os.path.islink(path):
        real = os.path.realpath(path)
        is_inside = real.startswith(os.path.join(os.path.realpath(root), ""))
        os.symlink(os.readlink(path) if is_inside else real, copy)
    else:
        shutil.copy2(path, copy)
