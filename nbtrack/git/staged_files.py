"""What the next commit will have of files: the index's bytes, whatever the work tree holds."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.changed_files import HEAD, commit_of
from nbtrack.git.command import ask_git

_A_FILE = ("100644", "100755")  # neither a symbolic link nor a submodule
_ABSENT = frozenset("0")


class StagedFile(NamedTuple):
    """A file that is staged: its name below the root, its blob, and the one that the last commit has."""

    name: str
    blob: str
    before: str | None


def staged_files(root: str) -> list[StagedFile]:
    """List the files that the next commit changes or brings; raises GitError."""
    # Neither programs that the repository names for showing files, nor a look into submodules.
    words = ("--cached", "--raw", "-z", "--no-abbrev", "--find-renames", "--diff-filter=d")
    quiet = ("--no-ext-diff", "--no-textconv", "--ignore-submodules")
    listed = ask_git(root, "diff", *words, *quiet, "--end-of-options", commit_of(root, HEAD), "--")
    if listed is None:
        raise GitError(f"git refuses to look into {root}", hint=f"`git -C {root} status` says why")
    return _parsed(os.fsdecode(listed).split("\0")[:-1])


def blob(root: str, digest: str) -> bytes:
    """Return the content of a blob; raises GitError where it is missing."""
    content = ask_git(root, "cat-file", "blob", digest)
    if content is None:
        raise GitError(f"git has lost the blob {digest}", hint="`git fsck` says more")
    return content


def _parsed(fields: list[str]) -> list[StagedFile]:
    """Read git's raw format: modes, blobs and a status, then one name, or the old and the new one."""
    found, rest = [], iter(fields)
    for head in rest:
        _, mode, before, after, status = head.split(" ")
        name = next(rest)
        if status.startswith(("R", "C")):
            name = next(rest)
        if mode in _A_FILE and not _is_absent(after):  # absent: in conflict, or only announced
            found.append(StagedFile(name, after, None if _is_absent(before) else before))
    return found


def _is_absent(digest: str) -> bool:
    return set(digest) == _ABSENT
