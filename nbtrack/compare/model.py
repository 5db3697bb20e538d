"""What changed from one run to another. Frozen, computed from values, stored with the later run's record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import is_better, verdict_word
from nbtrack.compare.equality import equal
from nbtrack.compare.files_read import FilesRead
from nbtrack.store.statuses import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.compare.noise_band import Band
    from nbtrack.compare.timing import CellTime
    from nbtrack.compare.why.model import Why
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord

# What ran: of a script that code began, and of one that was silent, nobody knows what it printed.
NOTEBOOK, SCRIPT, SILENT = "notebook", "script", "silent script"


class Side(NamedTuple):
    """A run with what its blobs hold: the notebook that came out without injected cells, its packages.

    `variables` are those of its environment that are on record, None where nobody looked. `addresses` are
    those that it fetched.
    """

    record: RunRecord
    notebook: Notebook
    packages: Mapping[str, str]
    read: FilesRead = FilesRead()
    variables: Mapping[str, str] | None = None
    addresses: Sequence[str] = ()


class Change(NamedTuple):
    """A value on both sides; None where one side lacks it."""

    name: str
    old: Any
    new: Any


class MetricChange(NamedTuple):
    """A metric's last values, which way is better, and how it varies between runs like the old one."""

    name: str
    old: float | None
    new: float | None
    direction: str | None = None
    band: Band | None = None

    @property
    def is_better(self) -> bool | None:
        """Tell whether it got better; None where that cannot be said."""
        if self.old is None or self.new is None:
            return None
        return is_better(self.old, self.new, self.direction)

    @property
    def is_noise(self) -> bool | None:
        """Tell whether the new value is within what earlier runs show; None where there are too few."""
        return None if self.band is None or self.new is None else self.band.holds(self.new)

    @property
    def verdict(self) -> str:
        """Return what is said of the change, nothing where it may be noise."""
        return verdict_word(None if self.is_noise else self.is_better)


class Surroundings(NamedTuple):
    """What else is known when two runs are compared: the runs before the new one, and which way is better."""

    earlier: Sequence[RunRecord] = ()
    directions: Mapping[str, str] = {}


NOTHING_ELSE = Surroundings()


class Comparison(NamedTuple):
    """Two runs: the changes only, except for metrics and times, of which all are there.

    `files` are those that gave parameters, and local modules, `data` is what was read; both by digest.
    `duration` is of the whole runs, in seconds. `subject` tells what ran: the diff of a script is that of a
    notebook of one cell.
    """

    old: str
    new: str
    parameters: tuple[Change, ...]
    metrics: tuple[MetricChange, ...]
    environment: tuple[Change, ...]
    git: tuple[Change, ...]
    ends: tuple[Change, ...]
    notebook: NotebookDiff
    files: tuple[Change, ...] = ()
    data: tuple[Change, ...] = ()
    duration: tuple[Change, ...] = ()
    times: tuple[CellTime, ...] = ()
    why: Why | None = None
    subject: str = NOTEBOOK

    @property
    def is_empty(self) -> bool:
        """Tell whether the runs are equal in all but time."""
        others = self.parameters or self.environment or self.git or self.ends or self.files or self.data
        return not (others or self.changed_metrics) and self.notebook.is_empty

    @property
    def is_of_code(self) -> bool:
        """Tell whether one of the two never ran: then there is nothing to compare but code."""
        return any(change.name == "status" and SNAPSHOT in (change.old, change.new) for change in self.ends)

    @property
    def changed_metrics(self) -> tuple[MetricChange, ...]:
        """Return the metrics that differ."""
        return tuple(change for change in self.metrics if not equal(change.old, change.new))
