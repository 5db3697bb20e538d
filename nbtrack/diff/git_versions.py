"""Ask git for a notebook as a revision has it."""

from __future__ import annotations

import os

from nbtrack.errors import GitError


def file_at(revision: str, path: str) -> bytes:
    """Return a file of a revision; the path counts from here, else from the top, as git has it."""
    folder, name = os.path.split(path)
    if not os.path.isdir(folder):  # it may have been there once
        folder, name = "", path
    for place, found in ((folder, f"{revision}:./{name}"), ("", f"{revision}:{path}")):
        content = _git(place, "cat-file", "blob", "--end-of-options", found)
        if content is not None:
            return content
    _require(revision, folder, path)
    raise GitError(f"{revision} has no file {path}", hint="name two files instead: `nbtrack diff OLD NEW`")


def merge_base(old: str, new: str, path: str) -> str:
    """Return the commit in which two revisions had their last state in common."""
    folder = os.path.dirname(path)
    base = _git(folder, "merge-base", "--end-of-options", old, new)
    if base is None:
        for revision in (old, new):
            _require(revision, folder, path)
        raise GitError(f"{old} and {new} have no commit in common", hint=f"compare them as {old}..{new}")
    return base.decode()[:12].strip()


def keeps_clean(path: str) -> bool:
    """Tell whether git keeps a file in another form than the working tree, through a filter."""
    said = _git(os.path.dirname(path), "check-attr", "-z", "filter", "--", os.path.basename(path))
    fields = (said or b"").split(b"\0")
    return len(fields) > 2 and fields[2] not in (b"unspecified", b"unset", b"lfs")


def _require(revision: str, folder: str, path: str) -> None:
    if _git(folder, "rev-parse", "--git-dir") is None:
        raise GitError(f"{path} is in no git repository", hint="name two files: `nbtrack diff OLD NEW`")
    commit = f"{revision}^{{commit}}"
    if _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", commit) is None:
        raise GitError(f"git knows no revision {revision!r}", hint="`git log --oneline` lists them")


def _git(folder: str, *words: str) -> bytes | None:
    from nbtrack.git.command import ask_git  # two files need no git, nor the import of `subprocess`

    return ask_git(folder or ".", *words)
