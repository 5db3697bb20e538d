"""What a checkout holds: its commit, and what differs from it."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git

_PATIENCE_S = 30.0
_WHERE = ("rev-parse", "HEAD", "HEAD:./", "--show-prefix", "--show-toplevel")
# No program that the repository names for showing files: the patch has to apply.
_DIFF = ("diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames")
# Whatever diff.noprefix, diff.context, diff.submodule and diff.relative say; `--no-relative` came with 2.28.
_WHOLE = ("-c", "diff.relative=false")
_AS_APPLY_WANTS = ("--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--submodule=short")
_USER = re.compile(r"(?<=://)[^/@]*@")


class Checkout(NamedTuple):
    """A state of the code: commit is None before the first one, patch is `git diff HEAD` in full."""

    commit: str | None
    branch: str | None
    remote: str | None
    dirty: bool
    patch: bytes


class Commit(NamedTuple):
    """The commit that a folder stands on, where in it the folder is, and where others get it from."""

    commit: str
    remote: str | None
    top: str
    prefix: str  # of the folder below the top, with "/" behind it, empty for the top itself


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
    except GitError:
        return None


def _read(folder: str) -> Checkout | None:
    status = ask_git(folder, "status", "--porcelain=v2", "--branch", "--no-renames", timeout_s=_PATIENCE_S)
    if status is None:
        return None
    lines = status.decode("utf-8", "replace").splitlines()
    headers = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# ") and " " in line[2:])
    commit = headers.get("branch.oid")
    branch = headers.get("branch.head")
    changed = any(not line.startswith(("#", "?")) for line in lines)
    return Checkout(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        remote=_remote(folder),
        dirty=any(not line.startswith("#") for line in lines),
        patch=_patch(folder) if changed and commit != "(initial)" else b"",
    )


def _patch(folder: str) -> bytes:
    return ask_git(folder, *_WHOLE, *_DIFF, *_AS_APPLY_WANTS, "--", ":/", timeout_s=_PATIENCE_S) or b""


def _remote(folder: str) -> str | None:
    url = ask_git(folder, "config", "--get", "remote.origin.url")
    return _USER.sub("", url.decode("utf-8", "replace").strip()) or None if url else None
