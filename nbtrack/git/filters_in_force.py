"""Filters that notebooks go through now, and would not any more once ours is installed.

What stands in `.git/info/attributes` wins over every `.gitattributes`. Where one of those has notebooks
encrypted or kept in LFS, they would go into git as they are, and nobody would see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, listed_in
from nbtrack.git.drivers import A_NOTEBOOK, NAME, NOTEBOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_FILTER = frozenset({NAME, "unspecified", "unset", "set"})
_AT_ONCE = 1000  # paths in one command: there are systems with little room for it


class FilterInForce(NamedTuple):
    """A notebook, and the filter that git gives it to."""

    path: str
    name: str


def refuse_to_switch_off_filters(folder: str) -> None:
    """Raise GitError where a notebook goes through another filter."""
    found = next(_filters(folder), None)
    if found is not None:
        what = "notebooks" if found.path == A_NOTEBOOK else found.path
        raise GitError(
            f"git puts {what} through filter={found.name}, which nbtrack's would switch off",
            hint="--no-filter leaves it in force; --replace takes its place, and where it encrypts "
            "or keeps files elsewhere, notebooks go into git themselves",
        )


def _filters(folder: str) -> Iterator[FilterInForce]:
    tracked = listed_in(
        ask_git(folder, "ls-files", "-z", "--", f":/{NOTEBOOKS}", f":(top,glob)**/{NOTEBOOKS}")
    )
    paths = [*dict.fromkeys(tracked), A_NOTEBOOK]
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        fields = listed_in(ask_git(folder, "check-attr", "-z", "filter", "--", *some))
        for path, name in zip(fields[::3], fields[2::3], strict=True):
            if name not in _NO_FILTER:
                yield FilterInForce(path, name)
