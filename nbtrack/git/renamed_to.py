"""What a file that is gone is called now, as far as git knows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, top_of_checkout
from nbtrack.git.renames import RENAMED, beside, pairs_in

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE_S = 5.0
_MOST = 20  # names one after the other; two that follow each other in a ring would have no end
_GONE = ("log", "-1", "--no-color", "--format=%H", "--diff-filter=D", "--no-renames", "--no-ext-diff")


def renamed_to(path: str) -> str | None:
    """Return the path of a file that was here before, None where it was not renamed or is gone for good."""
    folder = _nearest(os.path.dirname(os.path.abspath(path)))
    try:
        top = top_of_checkout(folder)
        if top is None:
            return None
        asked = os.path.relpath(os.path.join(os.path.realpath(folder), os.path.relpath(path, folder)), top)
        just_now = _names(ask_git(top, "diff", "HEAD", *RENAMED, timeout_s=_PATIENCE_S))
        found = _last(asked, top, lambda name: just_now.get(name) or _in_commits(name, top))
    except GitError:
        return None
    return found and beside(found, top, folder)


def _last(name: str, top: str, following: Callable[[str], str | None]) -> str | None:
    for _ in range(_MOST):
        now = following(name)
        if now is None or os.path.isfile(os.path.join(top, now)):
            return now
        name = now
    return None


def _in_commits(name: str, top: str) -> str | None:
    """Return what the commit that took a name away made of it."""
    commit_b = ask_git(top, "--literal-pathspecs", *_GONE, "--", name, timeout_s=_PATIENCE_S)
    if not commit_b:
        return None
    commit = os.fsdecode(commit_b).strip()
    words = ("diff-tree", "--no-commit-id", "-r", "--root", *RENAMED, commit)
    return _names(ask_git(top, *words, timeout_s=_PATIENCE_S)).get(name)


def _names(answer: bytes | None) -> dict[str, str]:
    return {old: new for old, new, _ in pairs_in(answer)}


def _nearest(folder: str) -> str:
    """Return a folder, or the nearest above it that is still there."""
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder
