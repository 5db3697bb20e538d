"""Which files differ from a revision: staged, not staged, or not yet known to git."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, listed_in
from nbtrack.project import checkout_above

HEAD = "HEAD"
_SINCE_FORK = "..."


class ChangedFiles(NamedTuple):
    """Files of one checkout that differ from a commit: path below the root -> path in the commit, if any."""

    root: str
    commit: str
    earlier: dict[str, str | None]

    def holds(self, path: str) -> bool:
        """Tell whether a file has changed."""
        return _below(self.root, path) in self.earlier

    def before(self, path: str) -> bytes | None:
        """Return what the commit has of a file, under whatever name; None where it has none."""
        name = self.earlier.get(_below(self.root, path))
        return None if name is None else ask_git(self.root, "cat-file", "blob", f"{self.commit}:{name}")


def checkout_root(path: str) -> str:
    """Return the top folder of the checkout that holds a file; raises GitError where there is none."""
    found = checkout_above(os.path.realpath(os.path.dirname(os.path.abspath(path))))
    if found is None:
        raise GitError(
            f"{path} is in no git repository", hint="without --changed and --staged all are checked"
        )
    return found


def changed_files(root: str, revision: str = HEAD) -> ChangedFiles:
    """Compare a checkout's files with a revision, `main...` with where they forked; raises GitError."""
    commit = commit_of(root, revision)
    # Neither programs that the repository names for showing files, nor a look into submodules.
    words = ("--name-status", "-z", "--find-renames", "--diff-filter=d", "--no-ext-diff", "--no-textconv")
    listed = _asked(root, "diff", *words, "--ignore-submodules", "--end-of-options", commit, "--")
    unknown = _asked(root, "ls-files", "-z", "--others", "--exclude-standard")
    earlier: dict[str, str | None] = dict.fromkeys(listed_in(unknown))
    fields = iter(listed_in(listed))
    for status in fields:
        before = next(fields)
        after = next(fields) if status.startswith(("R", "C")) else before
        earlier[after] = None if status.startswith("A") else before
    return ChangedFiles(root, commit, earlier)


def commit_of(root: str, revision: str) -> str:
    """Return the commit to compare with, or the empty tree before the first one; raises GitError."""
    name = revision.removesuffix(_SINCE_FORK)
    commit = _resolved(root, name or HEAD)
    if commit is None and name == HEAD:  # before the first commit everything is new
        return _text(_asked(root, "hash-object", "-t", "tree", "--stdin"))
    if commit is None:
        raise GitError(f"git knows no revision {name!r}", hint=_hint(root))
    if not revision.endswith(_SINCE_FORK):
        return commit
    fork = ask_git(root, "merge-base", commit, HEAD)
    if fork is None:
        raise GitError(f"{name} and {HEAD} have no commit in common", hint=_hint(root))
    return _text(fork)


def _resolved(root: str, name: str) -> str | None:
    found = ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return None if found is None else _text(found)


def _hint(root: str) -> str:
    if _text(ask_git(root, "rev-parse", "--is-shallow-repository") or b"") == "true":
        return (
            "this clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout, "
            "brings the history"
        )
    return "`git log --oneline` lists revisions, `git branch --all` branches"


def _asked(root: str, *words: str) -> bytes:
    answer = ask_git(root, *words)
    if answer is None:
        raise GitError(f"git refuses to look into {root}", hint=f"`git -C {root} status` says why")
    return answer


def _below(root: str, path: str) -> str:
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), root)


def _text(raw_b: bytes) -> str:
    return raw_b.decode("utf-8", "replace").strip()
