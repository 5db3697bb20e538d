"""Ask git for the sides of a merge that is not finished."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.git.command import ask_git


class Stages(NamedTuple):
    """A file as the index has it during a merge; None where a side has no such file."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def unmerged(path: str) -> Stages | None:
    """Return the sides of a file in conflict, None for any other file; raises GitError without git."""
    folder, name = os.path.split(os.path.abspath(path))
    listed = ask_git(folder, "--literal-pathspecs", "ls-files", "--unmerged", "-z", "--", name)
    found: dict[str, bytes | None] = {}
    for entry in (listed or b"").split(b"\0"):
        fields = entry.partition(b"\t")[0].decode("ascii", "replace").split()
        if len(fields) == 3:
            _, digest, stage = fields
            found[stage] = ask_git(folder, "cat-file", "blob", digest)
    return Stages(*(found.get(stage) for stage in "123")) if found else None
