"""Folders for a while: what `tempfile` and `shutil` do, whose import takes as long as a small notebook."""

from __future__ import annotations

import os

_PREFIX = "nbtrack-smoke-"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")


def make_scratch() -> str:
    """Make an empty folder that nobody else may look into."""
    candidates = [os.environ.get(name, "") for name in _VARIABLES] + ["/tmp", "/var/tmp"]  # noqa: S108
    for place in candidates:
        if place and os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK):
            path = os.path.join(os.path.abspath(place), _PREFIX + os.urandom(8).hex())
            os.mkdir(path, 0o700)
            return path
    raise FileNotFoundError("there is no folder for temporary files")


def remove(folder: str) -> None:
    """Remove a folder with all that is in it, as far as that is allowed."""
    try:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                remove(entry.path)
            else:
                os.unlink(entry.path)
        os.rmdir(folder)
    except OSError:  # a notebook may have written what cannot be deleted
        _remove_thoroughly(folder)


def _remove_thoroughly(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
