"""Ask git which commits changed a file, and what the file was in one."""

from __future__ import annotations

from typing import Any

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git
from nbtrack.store.clock import utc_text

_MOST = 300
_PATIENCE_S = 20.0
_FIELDS = ("%H", "%ct", "%an", "%s")


def commits_of(project: str, path: str) -> list[dict[str, Any]]:
    """Return the commits that changed a file, the newest first; none where there is no git."""
    words = ("log", "--follow", f"--max-count={_MOST}", "--no-color", "-z")
    answer = _git(project, *words, f"--format={'%x00'.join(_FIELDS)}", "--", path) or b""
    fields = iter(answer.decode("utf-8", "replace").split("\0"))
    return [
        {"commit": commit, "at": utc_text(float(seconds)), "author": author, "subject": subject}
        for commit, seconds, author, subject in zip(*(fields,) * len(_FIELDS), strict=False)
    ]


def file_of_commit(project: str, commit: str, path: str) -> bytes | None:
    """Return what a file was in a commit, None where it was not."""
    return _git(project, "cat-file", "blob", "--end-of-options", f"{commit}:./{path}")


def _git(project: str, *words: str) -> bytes | None:
    try:
        return ask_git(project, "--literal-pathspecs", *words, timeout_s=_PATIENCE_S)
    except GitError:
        return None
