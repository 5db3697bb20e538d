"""The file that somebody may have meant."""

from __future__ import annotations

import os

_MOST = 10_000  # names of a folder that are looked at
_ALIKE = 0.7


def nearest_file(path: str) -> str | None:
    """Return the file or folder whose name is most like one that is not there, None where none is."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or os.curdir)[:_MOST]
    except OSError:
        return None
    close = get_close_matches(name, names, n=1, cutoff=_ALIKE)
    return os.path.join(folder, close[0]) if close else None


def hint_for(path: str) -> str | None:
    """Return the question whether that file was meant."""
    nearest = nearest_file(path)
    return f"did you mean {nearest}?" if nearest else None
