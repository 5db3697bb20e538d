"""What killed processes leave among kept outputs."""

from __future__ import annotations

import contextlib
import os
import time

from nbtrack.store.output_pack import SUFFIX, USES

_SCRATCH = ".tmp"
_ABANDONED_S = 86_400


def sweep(folder: str) -> None:
    """Delete files that nobody will finish, and those that speak of packs that are gone."""
    for where, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(where, name)
            with contextlib.suppress(OSError):  # somebody else was first, or it is not ours
                if _is_left(file):
                    os.unlink(file)


def _is_left(file: str) -> bool:
    if file.endswith(USES):
        return not os.path.exists(file.removesuffix(USES) + SUFFIX)
    return file.endswith(_SCRATCH) and time.time() - os.stat(file).st_mtime > _ABANDONED_S
