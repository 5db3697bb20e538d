"""The names that a file had before, as far as git knows."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, top_of_checkout

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S = 5.0
RENAMED = ("--no-ext-diff", "--no-textconv", "--diff-filter=R", "--find-renames", "--name-status", "-z")
_STATUS = re.compile(r"\n?R\d+")


class FormerName(NamedTuple):
    """An absolute path, and when the file was renamed in seconds since the epoch, None for only just now."""

    path: str
    until_s: int | None


def former_names(path: str) -> list[FormerName]:
    """Return what a file was called before, the newest name first, none outside of git."""
    folder, name = os.path.split(os.path.abspath(path))
    try:
        top = top_of_checkout(folder)
        if top is None:
            return []
        here = os.path.join(os.path.realpath(folder), name)
        uncommitted = pairs_in(ask_git(top, "diff", "HEAD", *RENAMED, timeout_s=_PATIENCE_S))
        just_now = [old for old, new, _ in uncommitted if os.path.join(top, new) == here]
        asked = os.path.relpath(os.path.join(top, just_now[0]) if just_now else here, top)
        if ask_git(top, "cat-file", "-e", f"HEAD:{asked}") is None:  # spares a search through all commits
            return []
        words = ("log", "--follow", "--no-color", "--format=%ct", *RENAMED)
        before = pairs_in(ask_git(top, "--literal-pathspecs", *words, "--", asked, timeout_s=_PATIENCE_S))
    except GitError:
        return []
    found = [FormerName(old, None) for old in just_now] + [FormerName(old, at_s) for old, _, at_s in before]
    return [one._replace(path=beside(one.path, top, folder)) for one in found]


def beside(name: str, top: str, folder: str) -> str:
    """Return a path from the top as one by way of the folder that was asked in, which may be a link."""
    return os.path.normpath(
        os.path.join(folder, os.path.relpath(os.path.join(top, name), os.path.realpath(folder)))
    )


def pairs_in(answer: bytes | None) -> Iterator[tuple[str, str, int | None]]:
    """Yield old name, new name and the time of the commit in front, of what git says with RENAMED."""
    at_s = None
    words = iter(os.fsdecode(answer or b"").split("\0"))
    for word in words:
        if word.isdigit():
            at_s = int(word)
        elif _STATUS.fullmatch(word):
            yield next(words, ""), next(words, ""), at_s
