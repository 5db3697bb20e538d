"""Ask git, without letting a repository's own settings run programs or write anything."""

from __future__ import annotations

import os
import subprocess

from nbtrack.errors import GitError, GitTimeoutError

# A repository may come from a stranger, and its settings may name programs to run on every question.
_STILL = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "log.showSignature=false",
    "core.quotePath=false",
)
_QUIET = tuple(word for setting in _STILL for word in ("-c", setting))


def ask_git(folder: str, *words: str, timeout_s: float | None = None) -> bytes | None:
    """Return what git prints in a folder, None where it refuses; raises GitError where there is no git.

    A folder that is not there is refused like one that is in no repository, and so is what takes too long.
    """
    try:
        return ask_git_in_time(folder, *words, timeout_s=timeout_s)
    except GitTimeoutError:
        return None


def ask_git_in_time(folder: str, *words: str, timeout_s: float | None) -> bytes | None:
    """Do the same, but raise GitTimeoutError for what takes too long."""
    try:
        done = subprocess.run(
            ["git", *_QUIET, *words],
            cwd=folder,
            env=os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        raise GitTimeoutError(f"git was not done after {timeout_s:g} s") from None
    except OSError as error:
        if not os.path.isdir(folder):
            return None
        raise GitError(f"git cannot be started: {error.strerror}", hint="is it installed?") from None
    return done.stdout if done.returncode == 0 else None


def listed_in(answer: bytes | None) -> list[str]:
    """Return what git lists with `-z`, nothing where it refused."""
    return [os.fsdecode(one) for one in (answer or b"").split(b"\0") if one]


def top_of_checkout(folder: str) -> str | None:
    """Return the top folder of the checkout that a folder is in, None where it is in none."""
    answer = ask_git(folder, "rev-parse", "--show-toplevel")
    return os.fsdecode(answer).removesuffix("\n") if answer else None
