"""The notebooks of a project, as far as somebody has looked: a page waits for no folder."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from nbtrack.errors import NotebookError
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.project import path_from
from nbtrack.store.location import experiment_of, is_guest

if TYPE_CHECKING:
    from collections.abc import Sequence

_AGAIN_S = 10.0


class Notebooks:
    """The names of one project's notebooks, looked for again from time to time."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._known: Sequence[str] | None = None
        self._looked = -_AGAIN_S
        self._lock = threading.Lock()
        self._is_looking = False

    def names(self) -> Sequence[str] | None:
        """Return the names from the project's folder, None where they are being looked for."""
        with self._lock:
            is_due = time.monotonic() - self._looked > _AGAIN_S and not self._is_looking
            self._is_looking = self._is_looking or is_due
        if is_due:
            threading.Thread(target=self.look, daemon=True).start()
        return self._known

    def look(self) -> None:
        """Find them out."""
        try:
            found = find_notebooks((self._project,))
            is_guest_here = is_guest(self._project)
            names = (experiment_of(p) if is_guest_here else path_from(self._project, p) for p in found)
            # A name that is no text cannot stand in a page or an address.
            self._known = sorted(name for name in names if name.isprintable())
        except (NotebookError, OSError):
            self._known = self._known or ()
        finally:
            self._looked, self._is_looking = time.monotonic(), False
