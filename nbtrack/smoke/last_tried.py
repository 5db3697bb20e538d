"""Remember what each notebook came to when it was last tried, for pages that show it.

Of a failure only its place and its name are kept: a message may hold anything, secrets too.
"""

from __future__ import annotations

import os
import time

from nbtrack.notebook.scan import parse_bytes
from nbtrack.project import find_root
from nbtrack.smoke.kept_table import KeptTable
from nbtrack.store.digest import short_digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from nbtrack.notebook.document import Notebook
    from nbtrack.smoke.verdict import Verdict
else:
    from nbtrack.values import NamedTuple

_NAME = "last"
_LONGEST_NAME = 80


class LastTry(NamedTuple):
    """When a notebook was last tried, the digest of its bytes then, and what came of it.

    `cell` is the one that failed, 0 where none did or nobody knows; `what` names the failure.
    """

    at_s: float
    digest: str
    passed: bool
    cells: int
    duration_s: float
    cell: int = 0
    what: str = ""


class LastTries:
    """The last try of each notebook of one store."""

    def __init__(self, store: str) -> None:
        self._table = KeptTable(store, _NAME)

    def of(self, path: str) -> LastTry | None:
        """Return the last try of a notebook, None where none is known."""
        raw = self._table.get(_key(path))
        try:
            return LastTry(*parse_bytes(raw)) if raw else None
        except (ValueError, TypeError):
            return None

    def note(self, notebook: Notebook, verdict: Verdict) -> None:
        """Keep what a notebook came to; what is remembered of an earlier try is no new one."""
        digest = short_digest(notebook.raw)
        before = self.of(notebook.path)
        if verdict.remembered and before and before.passed and before.digest == digest:
            return
        failure = verdict.failure
        name = failure.what.partition(":")[0][:_LONGEST_NAME] if failure else ""
        last = LastTry(
            *(round(time.time(), 3), digest, failure is None, verdict.cells, round(verdict.duration_s, 3)),
            *(failure.cell if failure else 0, name),
        )
        self._table.put(_key(notebook.path), list(last))

    def save(self) -> None:
        """Write what is new."""
        self._table.save()


def _key(path: str) -> bytes:
    """Return the key of a notebook: the same in another clone of its project."""
    absolute = os.path.abspath(path)
    return short_digest(os.fsencode(os.path.relpath(absolute, find_root(absolute)))).encode()
