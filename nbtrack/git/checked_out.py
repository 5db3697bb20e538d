"""A commit checked out beside the work tree, with a patch, and taken away again."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git
from nbtrack.store.digest import short_id

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def checked_out(top: str, commit: str, place: str) -> Iterator[None]:
    """Have a commit in a folder that is not there yet, without its hooks; raises GitError."""
    if ask_git(top, "cat-file", "-e", f"{commit}^{{commit}}") is None:
        raise GitError(
            f"commit {short_id(commit)} is not in {top}",
            hint="`git fetch` brings it, if it was pushed; it may have been rebased away",
        )
    try:
        if ask_git(top, "worktree", "add", "--detach", "--force", place, commit) is None:
            raise GitError(f"git cannot check commit {short_id(commit)} out to {place}")
        yield
    finally:
        if ask_git(top, "worktree", "remove", "--force", "--force", place) is None:
            _forget(top, place)


def apply_patch(place: str, patch_path: str) -> None:
    """Apply a patch of `git diff --binary` to a checkout; raises GitError."""
    if ask_git(place, "apply", "--whitespace=nowarn", patch_path) is None:
        raise GitError(
            "the recorded patch does not apply to its commit", hint="`nbtrack store verify` looks for damage"
        )


def _forget(top: str, place: str) -> None:
    """Take away what git does not: the folder may never have been made, or hold what a run made read-only."""
    shutil.rmtree(place, ignore_errors=True)
    ask_git(top, "worktree", "prune")
