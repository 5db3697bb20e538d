"""How a plan takes up a run that did not finish: at its cell, or from the top and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbtrack.store.statuses import FINISHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.document import Cell
    from nbtrack.store.record import RunRecord

_MAGICS = re.compile(
    r"^%(matplotlib|load_ext|reload_ext|config|autoreload|aimport|precision)\b[ \t]*(.*)$", re.M
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """A run that is taken up; `why` says why from the top, and is empty where the state allows more.

    Then `cells` are those that are taken over, as they came out, `state` is what is said of the state,
    `altered` names what the cell that did not finish may have changed, `modules` are files that changed
    since.
    """

    run: RunRecord
    why: str = ""
    cells: tuple[Cell, ...] = ()
    state: Mapping[str, Any] = field(default_factory=dict)
    folder: str = ""
    widgets: Mapping[str, Any] = field(default_factory=dict)
    altered: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    @property
    def magics(self) -> list[tuple[str, str]]:
        """Return the magics of the taken over cells that set IPython up."""
        return [
            (match[1], match[2].strip()) for cell in self.cells for match in _MAGICS.finditer(cell.source)
        ]


def unfinished_since(run: RunRecord) -> str | None:
    """Return when the cell began that did not finish."""
    return next((cell.started for cell in run.cells if cell.status != FINISHED), None)
