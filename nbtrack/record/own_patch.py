"""The uncommitted patch of what a run consists of, and not of the whole repository that it stands in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.git.patch_parts import restricted
from nbtrack.project import repository_of

if TYPE_CHECKING:
    from collections.abc import Collection


def own_patch(patch: bytes, folder: str, used: Collection[str]) -> bytes:
    """Return the parts of a patch in an experiment's folder, and of the files that its run used."""
    top = repository_of(folder)
    below = os.path.join(os.path.abspath(folder), "")
    paths = frozenset(used)

    def is_own(path: str) -> bool:
        absolute = os.path.join(top, path)
        return absolute.startswith(below) or absolute in paths

    return restricted(patch, is_own)
