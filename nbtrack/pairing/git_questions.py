"""What only git can tell about a pair's files."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess


def committed(path: str) -> bytes | None:
    """Return a file as the last commit has it, None where there is none, no repository or no git."""
    done = _git(path, "cat-file", "blob", f"HEAD:./{os.path.basename(path)}")
    return done.stdout if done and done.returncode == 0 else None


def is_ignored(path: str) -> bool:
    """Tell whether git ignores a file."""
    done = _git(path, "check-ignore", "--quiet", "--", os.path.basename(path))
    return done is not None and done.returncode == 0


def _git(path: str, *words: str) -> subprocess.CompletedProcess[bytes] | None:
    import subprocess  # not before it is needed: a pair in step needs no git

    folder = os.path.dirname(os.path.abspath(path))
    try:
        return subprocess.run(["git", "-C", folder, *words], capture_output=True, check=False)
    except OSError:
        return None
