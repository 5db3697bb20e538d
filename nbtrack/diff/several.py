"""Which notebooks are compared where none is named: all that differ between revisions, or in a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.diff.sources import Version, revisions_of
from nbtrack.git.command import top_of_checkout
from nbtrack.git.notebooks_between import is_revision, notebooks_between
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.files import read

if TYPE_CHECKING:
    from collections.abc import Iterator

Pair = tuple[Version, Version]
_GONE = Version(os.devnull)  # as git says it


def pairs_of(words: tuple[str, ...]) -> list[Pair] | None:
    """Return what is to be compared with what, None where the words name notebooks; raises GitError.

    FOLDER is the last commit against what is in it, REV and REV..REV are about all of the checkout,
    REV FOLDER and REV REV FOLDER about a part of it. FOLDER FOLDER are notebooks of the same names.
    """
    if len(words) == 2 and all(map(os.path.isdir, words)):
        return list(_pairs_in_folders(*words))
    if words and os.path.isdir(words[-1]):
        return _pairs_in_history(words[:-1] or ("HEAD",), words[-1])
    if words and len(words) < 3 and not any(map(os.path.lexists, words)) and _are_revisions(words):
        top = top_of_checkout(".")
        return None if top is None else _pairs_in_history(words, os.path.relpath(top))
    return None


def _are_revisions(words: tuple[str, ...]) -> bool:
    named = [name for word in words for name in word.replace("...", "..").split("..")]
    return all(is_revision(".", name or "HEAD") for name in named)


def _pairs_in_history(words: tuple[str, ...], folder: str) -> list[Pair]:
    old, new = words if len(words) == 2 else revisions_of(words[0], os.path.join(folder, ""))
    return [
        (_version(folder, changed.old, old), _version(folder, changed.new, new))
        for changed in notebooks_between(folder, old, new)
    ]


def _version(folder: str, path: str | None, revision: str | None) -> Version:
    return _GONE if path is None else Version(os.path.relpath(os.path.join(folder, path)), revision)


def _pairs_in_folders(old: str, new: str) -> Iterator[Pair]:
    before, after = _named(old), _named(new)
    for name in sorted({**before, **after}):
        paths = before.get(name, os.devnull), after.get(name, os.devnull)
        if os.devnull in paths or read(paths[0]) != read(paths[1]):
            yield Version(paths[0]), Version(paths[1])


def _named(folder: str) -> dict[str, str]:
    return {os.path.relpath(path, folder): path for path in find_notebooks((folder,))}
