"""What notebooks that are gone are called now: git is asked beside the pages, which wait for nothing."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any

from nbtrack.git.renamed_to import renamed_to
from nbtrack.project import is_below, path_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_AGAIN_S = 60.0  # somebody may commit, or take a file back


class Renames:
    """The new names of one project's experiments, as far as somebody has looked."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._known: dict[str, dict[str, Any] | None] = {}
        self._looked: dict[str, float] = {}
        self._lock = threading.Lock()

    def of(self, gone: Iterable[str]) -> Mapping[str, dict[str, Any] | None]:
        """Return the new names of experiments whose files are gone, None for those that have none."""
        now, gone = time.monotonic(), list(gone)
        with self._lock:
            due = [name for name in gone if now - self._looked.get(name, -_AGAIN_S) >= _AGAIN_S]
            self._looked.update(dict.fromkeys(due, now))
        if due:
            threading.Thread(target=self._look, args=(due,), daemon=True).start()
        return {name: self._known.get(name, {"checking": True}) for name in gone}

    def _look(self, names: Iterable[str]) -> None:
        for name in names:
            now = self._within(name) and self._within(renamed_to(os.path.join(self._project, name)))
            self._known[name] = {"name": now} if now else None

    def _within(self, path: str | None) -> str | None:
        """Return a file's name from the project's folder; a record from elsewhere leads nowhere else."""
        whole = os.path.join(self._project, path) if path else None
        return path_from(self._project, whole) if whole and is_below(self._project, whole) else None
