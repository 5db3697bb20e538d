"""The versions of outputs that are kept for a notebook of the work tree, and how one comes back."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError, StoreError
from nbtrack.git.cleaning import Cleaner
from nbtrack.git.worktrees import top_of
from nbtrack.notebook.files import load
from nbtrack.store.digest import digest_of
from nbtrack.store.references import SHORTEST_ID
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.store.kept_outputs import KeptOutputs
    from nbtrack.store.output_version import Version


class Found(NamedTuple):
    """A version, its path from the top of the work tree, and whether it is of the code a notebook has."""

    version: Version
    path: str
    fits: bool


class Side(NamedTuple):
    """A notebook as it stands in the work tree, and what git gets of it."""

    path: str
    full: bytes
    clean: bytes


def read_side(path: str) -> Side:
    """Read a notebook; raises NbtrackError where it cannot be cleaned."""
    full = load(path).raw
    return Side(path, full, Cleaner().clean(path, full).raw)


def all_versions(kept: KeptOutputs) -> list[Found]:
    """Return everything that is kept, the version used last first."""
    return [Found(version, kept.path_of(version), False) for version in kept.everything()]


def versions_of(kept: KeptOutputs, path: str) -> list[Found]:
    """Return what is kept under a notebook's path, and under any other for the code that it has now."""
    name, clean = name_in_tree(path), ""
    with contextlib.suppress(NbtrackError):  # a file that is gone or broken has no code to compare
        clean = digest_of(read_side(path).clean)
    found = [found._replace(fits=found.version.clean == clean) for found in all_versions(kept)]
    return [one for one in found if one.fits or kept.used_at(one.version, name)]


def version_for(kept: KeptOutputs, side: Side, beginning: str | None) -> Version:
    """Return the version to bring back: that with an id, else the one used last that the file is not.

    Raises StoreError where there is none for the code that the notebook has.
    """
    versions = kept.versions(digest_of(side.clean))
    present = digest_of(side.full)
    if beginning is None:
        fitting = [version for version in versions if version.digest != present]
    else:
        fitting = [version for version in versions if version.digest.startswith(beginning)]
    if not fitting or (beginning is not None and len(beginning) < SHORTEST_ID):
        what = f"{beginning!r} is not kept" if beginning else "no other outputs are kept"
        raise StoreError(
            f"{what} for {side.path} as its code stands",
            hint=f"`nbtrack outputs ls {as_word(side.path)}` lists what is; --output FILE writes any of it",
        )
    return fitting[0]


def version_of_id(kept: KeptOutputs, beginning: str) -> Version:
    """Return the version with an id, whatever its notebook's code is now; raises StoreError."""
    found = [version for version in kept.everything() if version.digest.startswith(beginning)]
    if len({version.digest for version in found}) != 1 or len(beginning) < SHORTEST_ID:
        what = f"{len(found)} versions begin with" if found else "nothing is kept as"
        raise StoreError(f"{what} {beginning!r}", hint="`nbtrack outputs ls` lists what is kept")
    return found[0]


def name_in_tree(path: str) -> str:
    """Return a path as git gives it to filters: from the top of the work tree."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute, top_of(os.path.dirname(absolute)))
