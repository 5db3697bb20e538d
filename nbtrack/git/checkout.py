"""What a checkout holds: its commit, and what differs from it."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from nbtrack.errors import GitError, GitTimeoutError
from nbtrack.git.command import ask_git, ask_git_in_time, listed_in

_PATIENCE_S = 30.0
_STATUS = ("status", "--porcelain=v2", "--branch", "--no-renames")
_WHERE = ("rev-parse", "HEAD", "HEAD:./", "--show-prefix", "--show-toplevel")
# No program that the repository names for showing files: the patch has to apply.
_DIFF = ("diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames")
# Whatever diff.noprefix, diff.context, diff.submodule and diff.relative say; `--no-relative` came with 2.28.
_WHOLE = ("-c", "diff.relative=false")
_AS_APPLY_WANTS = ("--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--submodule=short")
_USER = re.compile(r"(?<=://)[^/@]*@")


class Checkout(NamedTuple):
    """A state of the code: commit is None before the first one, patch is `git diff HEAD` in full.

    Where git did not tell all of that, `unknown` says why.
    """

    commit: str | None
    branch: str | None
    remote: str | None
    dirty: bool
    patch: bytes
    unknown: str | None = None


class Commit(NamedTuple):
    """The commit that a folder stands on, where in it the folder is, and where others get it from."""

    commit: str
    remote: str | None
    top: str
    prefix: str  # of the folder below the top, with "/" behind it, empty for the top itself


def untracked_in(folder: str) -> list[str]:
    """List what git does not track below a folder, ignored or not; a folder of nothing else ends with "/"."""
    return listed_in(ask_git(folder, "ls-files", "-z", "--others", "--directory", "--no-empty-directory"))


def read_commit(folder: str) -> Commit | None:
    """Return the commit of the checkout that has a folder, None where none has it, or without git."""
    try:
        found = ask_git(folder, *_WHERE, timeout_s=_PATIENCE_S)
        commit, _, prefix, top = os.fsdecode(found).splitlines() if found else ("",) * 4
        return Commit(commit, _remote(folder), top, prefix) if commit else None
    except (GitError, OSError, ValueError):
        return None


def read_checkout(folder: str) -> Checkout | None:
    """Return the state of the checkout that a folder is in, None where it is in none, or without git."""
    try:
        return _read(folder)
    except GitTimeoutError:  # of a repository so large, or on a disk so slow
        return _only_commit(folder)
    except GitError:
        return None


def _only_commit(folder: str) -> Checkout | None:
    """Return what is known without looking at the files; whether these are as committed, is not."""
    found = read_commit(folder)
    if found is None:
        return None
    return Checkout(found.commit, None, found.remote, dirty=True, patch=b"", unknown=_late("status"))


def _read(folder: str) -> Checkout | None:
    status = ask_git_in_time(folder, *_STATUS, timeout_s=_PATIENCE_S)
    if status is None:
        return None
    lines = status.decode("utf-8", "replace").splitlines()
    headers = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# ") and " " in line[2:])
    commit = headers.get("branch.oid")
    branch = headers.get("branch.head")
    changed = any(not line.startswith(("#", "?")) for line in lines)
    patch, unknown = _patch(folder) if changed and commit != "(initial)" else (b"", None)
    return Checkout(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        remote=_remote(folder),
        dirty=any(not line.startswith("#") for line in lines),
        patch=patch,
        unknown=unknown,
    )


def _patch(folder: str) -> tuple[bytes, str | None]:
    """Return the patch, or why there is none."""
    words = (*_WHOLE, *_DIFF, *_AS_APPLY_WANTS, "--", ":/")
    try:
        patch = ask_git_in_time(folder, *words, timeout_s=_PATIENCE_S)
    except GitTimeoutError:
        return b"", _late("diff")
    return (b"", "git diff failed") if patch is None else (patch, None)


def _late(question: str) -> str:
    return f"git {question} was not done after {_PATIENCE_S:g} s"


def _remote(folder: str) -> str | None:
    url = ask_git(folder, "config", "--get", "remote.origin.url")
    return _USER.sub("", url.decode("utf-8", "replace").strip()) or None if url else None
