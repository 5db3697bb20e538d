"""The commits that changed a file, under its former names too, and what the file was in one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git
from nbtrack.git.renames import FormerName, former_names

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whoever asks shows something else as well, and does not wait for a repository with a million commits.
_PATIENCE_S = 10.0
_FIELDS = ("%H", "%ct", "%an", "%s")
_SHOWN = ("--no-color", "--encoding=UTF-8", "-z", f"--format={'%x00'.join(_FIELDS)}")


class Commit(NamedTuple):
    """A commit of a file: `at_s` in seconds since the epoch, `path` the absolute one that the file had."""

    id: str
    at_s: int
    author: str
    subject: str
    path: str


def commits_of(path: str, most: int | None) -> list[Commit]:
    """Return the newest commits that changed a file, none outside of git or where git takes too long."""
    found: dict[str, Commit] = {}
    for name in (FormerName(os.path.abspath(path), None), *former_names(path)):
        for commit in _commits_under(name, os.path.dirname(os.path.abspath(path)), most):
            found.setdefault(commit.id, commit)  # a renaming is one of both names
    return sorted(found.values(), key=lambda commit: commit.at_s, reverse=True)[:most]


def file_of_commit(path: str, commit: Commit) -> bytes | None:
    """Return what a file that is at `path` now was in a commit, None where it was not."""
    folder = os.path.dirname(os.path.abspath(path))
    return _git(
        folder,
        "cat-file",
        "blob",
        "--end-of-options",
        f"{commit.id}:./{os.path.relpath(commit.path, folder)}",
    )


def _commits_under(name: FormerName, folder: str, most: int | None) -> Iterator[Commit]:
    """Yield the commits while the file had a name, which another file may have now."""
    limit = () if most is None else (f"--max-count={most}",)
    until = () if name.until_s is None else (f"--until=@{name.until_s}",)
    answer = _git(folder, "log", *limit, *until, *_SHOWN, "--", os.path.relpath(name.path, folder))
    fields = iter((answer or b"").decode("utf-8", "replace").split("\0"))
    for commit, at_s, author, subject in zip(*(fields,) * len(_FIELDS), strict=False):
        yield Commit(commit, int(at_s), author, subject, name.path)


def _git(folder: str, *words: str) -> bytes | None:
    try:
        return ask_git(folder, "--literal-pathspecs", *words, timeout_s=_PATIENCE_S)
    except GitError:
        return None
