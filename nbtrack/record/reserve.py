"""Room kept free beside a journal, so that a full disk does not take a run's last words."""

from __future__ import annotations

import contextlib
import os

_NAME = "reserve"
_BYTES = 65_536


class Reserve:
    """A file that takes up room until it is needed."""

    def __init__(self, live_folder: str) -> None:
        self._path = os.path.join(live_folder, _NAME)
        with contextlib.suppress(OSError), open(self._path, "xb") as file:
            file.write(b"\0" * _BYTES)

    def release(self) -> None:
        """Give the room back."""
        with contextlib.suppress(OSError):
            os.unlink(self._path)
