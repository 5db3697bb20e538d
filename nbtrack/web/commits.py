"""Ask git which commits changed a file, and what the file was in one."""

from __future__ import annotations

import subprocess
from typing import Any

from nbtrack.store.clock import utc_text

_MOST = 300
_PATIENCE_S = 20.0
_FORMAT = "%H%x00%ct%x00%an%x00%s"


def commits_of(project: str, path: str) -> list[dict[str, Any]]:
    """Return the commits that changed a file, the newest first; none where there is no git."""
    words = ["log", "--follow", f"--max-count={_MOST}", f"--format={_FORMAT}", "--", path]
    found = []
    for line in (_git(project, *words) or b"").decode("utf-8", "replace").splitlines():
        commit, seconds, author, subject = line.split("\0")
        at = utc_text(float(seconds))
        found.append({"commit": commit, "at": at, "author": author, "subject": subject})
    return found


def file_of_commit(project: str, commit: str, path: str) -> bytes | None:
    """Return what a file was in a commit, None where it was not."""
    return _git(project, "cat-file", "blob", "--end-of-options", f"{commit}:./{path}")


def _git(folder: str, *words: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", folder, "--literal-pathspecs", *words],
            capture_output=True,
            check=False,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
