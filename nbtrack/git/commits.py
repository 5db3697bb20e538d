"""The commits that changed a file."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git

# Whoever asks shows something else as well, and does not wait for a repository with a million commits.
_PATIENCE_S = 5.0


class Commit(NamedTuple):
    """A commit: its id, when it was made in seconds since the epoch, the first line of its message."""

    id: str
    at_s: int
    subject: str


def commits_of(path: str, most: int | None) -> list[Commit]:
    """Return the newest commits that changed a file, none outside of git or where git takes too long."""
    folder, name = os.path.split(os.path.abspath(path))
    limit = [] if most is None else [f"--max-count={most}"]
    try:
        words = ("log", *limit, "--no-color", "-z", "--format=%H %ct %s")
        asked = ("--literal-pathspecs", *words, "--", name)
        answer = ask_git(folder, *asked, timeout_s=_PATIENCE_S)
    except GitError:
        return []
    texts = (answer or b"").decode("utf-8", "replace").split("\0")
    parts = [text.strip("\n").split(" ", 2) for text in texts if text.strip()]
    return [Commit(part[0], int(part[1]), part[2] if len(part) > 2 else "") for part in parts]
