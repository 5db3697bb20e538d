"""Which work tree a file is in, and which is the main one of its repository."""

from __future__ import annotations

import os

from nbtrack.project import checkout_above

_POINTER = "gitdir: "


def top_of(folder: str = ".") -> str:
    """Return the top of the work tree that a folder is in, where git starts filters; else the folder."""
    return checkout_above(folder) or folder


def main_worktree(folder: str = ".") -> str:
    """Return the top of the main work tree of the repository that a folder is in.

    Work trees that `git worktree` made come and go, and share their branches: so they share what follows
    branches. Those of a bare repository have no main one; for them it is the repository's own folder.
    """
    top = top_of(folder)
    pointer = _first_line(os.path.join(top, ".git"))
    if not pointer.startswith(_POINTER):
        return top
    own = os.path.join(top, pointer.removeprefix(_POINTER))
    common = _first_line(os.path.join(own, "commondir"))
    if not common:  # a submodule
        return top
    shared = os.path.realpath(os.path.join(own, common))
    return os.path.dirname(shared) if os.path.basename(shared) == ".git" else shared


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.readline().rstrip("\n")
    except OSError:
        return ""
