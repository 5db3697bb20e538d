"""Which notebooks differ between two revisions, or between one and the work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, listed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

# Neither programs that the repository names for showing files, nor a look into submodules.
_LISTED = ("--name-status", "-z", "--find-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules")


class ChangedNotebook(NamedTuple):
    """The paths of a notebook on both sides, from the folder that was asked about; None where it is not."""

    old: str | None
    new: str | None


def notebooks_between(folder: str, old: str, new: str | None) -> list[ChangedNotebook]:
    """Return the notebooks below a folder that a revision and another, or the work tree, have differently.

    In the order of git. Raises GitError where git does not know a revision.
    """
    revisions = [old] if new is None else [old, new]
    for revision in revisions:
        if not is_revision(folder, revision):
            raise GitError(f"git knows no revision {revision!r}", hint="`git log --oneline` lists them")
    answer = ask_git(
        folder, "diff", "--relative", *_LISTED, "--end-of-options", *revisions, "--", ":(glob)**/*.ipynb"
    )
    if answer is None:
        raise GitError(f"git refuses to look into {folder}", hint=f"`git -C {folder} status` says why")
    return list(_pairs(listed_in(answer)))


def is_revision(folder: str, name: str) -> bool:
    """Tell whether git knows a commit by a name."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return ask_git(folder, *words) is not None


def _pairs(fields: list[str]) -> Iterator[ChangedNotebook]:
    rest = iter(fields)
    for status in rest:
        before = next(rest)
        after = next(rest) if status.startswith(("R", "C")) else before
        yield ChangedNotebook(None if status == "A" else before, None if status == "D" else after)
