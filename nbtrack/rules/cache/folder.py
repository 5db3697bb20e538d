"""Where this person's caches are, as each platform has it."""

from __future__ import annotations

import os
import sys

VARIABLE = "NBTRACK_CACHE_DIR"


def cache_folder(given: str | None = None) -> str:
    """Return the folder: the one given, NBTRACK_CACHE_DIR, or the platform's own.

    `platformdirs` says the same, and its import would take longer than the check of a clean notebook.
    """
    if chosen := given or os.environ.get(VARIABLE):
        return os.path.abspath(os.path.expanduser(chosen))
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
        return os.path.join(above, "nbtrack", "Cache")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/nbtrack")
    above = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(above if os.path.isabs(above) else os.path.expanduser("~/.cache"), "nbtrack")
