"""Tell whether a run that repeats another gave the same."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.compare.comparison import compare
from nbtrack.compare.folders import outputs_without_folders, without_folders
from nbtrack.compare.model import NOTEBOOK
from nbtrack.diff.noise.classes import ALL
from nbtrack.diff.noise.texts import TextNoise
from nbtrack.store.attached import series_of
from nbtrack.store.live import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.compare.model import Comparison, Side
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord

    Points = Sequence[tuple[int | None, float]]

SAME, CLOSE, DIFFERENT = "same", "within tolerance", "different"
VERDICTS = (SAME, CLOSE, DIFFERENT)  # the worst last


class Closeness(NamedTuple):
    """How far a number may be from what it was: by a part of that, or by as much."""

    relative: float = 0.0
    absolute: float = 0.0

    def holds(self, old: float, new: float) -> bool:
        """Tell whether a number is close enough."""
        return abs(new - old) <= max(self.relative * abs(old), self.absolute)


class MetricVerdict(NamedTuple):
    """A metric's last values, and the verdict over all of its points; `off` is the largest difference.

    `off` is a part of the old value, None where the points are not the same in number and steps.
    """

    name: str
    verdict: str
    old: float | None
    new: float | None
    off: float | None = None


class Verdict(NamedTuple):
    """Whether a run was reproduced. Without metrics, what it printed and showed decides.

    `cell` is the first whose outputs differ, noise such as timings aside; `ends` are the statuses where those
    differ.
    """

    kind: str
    metrics: tuple[MetricVerdict, ...]
    by_outputs: bool
    same_outputs: bool
    cell: int | None = None
    ends: tuple[str, str] | None = None


def compare_repeated(old: Side, new: Side) -> Comparison:
    """Compare a run with one that repeats it, wherever the two ran."""
    before, after = (side._replace(notebook=outputs_without_folders(side.notebook)) for side in (old, new))
    return compare(before, after)


def judge(old: RunRecord, new: RunRecord, comparison: Comparison, blobs: Blobs, close: Closeness) -> Verdict:
    """Return the verdict on two runs and their comparison; raises StoreError where points are missing."""
    before, after = points_of(old, blobs), points_of(new, blobs)
    metrics = tuple(_metric(name, before.get(name), after.get(name), close) for name in {**before, **after})
    changed = comparison.notebook.cells if comparison.subject == NOTEBOOK else ()
    cells = [cell.new for cell in changed if cell.outputs and cell.new is not None]
    same_outputs = not cells and _have_printed_the_same(old, new, blobs)
    ends = None if old.status == new.status else (old.status, new.status)
    by_outputs = not metrics
    kinds = [metric.verdict for metric in metrics] or [SAME if same_outputs else DIFFERENT]
    kind = DIFFERENT if ends else max(kinds, key=VERDICTS.index)
    return Verdict(kind, metrics, by_outputs, same_outputs, next(iter(cells), None), ends)


def points_of(record: RunRecord, blobs: Blobs) -> dict[str, Points]:
    """Return the points of each metric as (step, value), in the order of time."""
    table = series_of(record, blobs)
    points: dict[str, Points] = {
        name: [(metric.last_step, metric.last)] for name, metric in record.metrics.items()
    }
    for name, series in table.items():
        points[name] = [(step, value) for step, _, value in series.in_order().points()]
    return points


def _metric(name: str, old: Points | None, new: Points | None, close: Closeness) -> MetricVerdict:
    last_old, last_new = (points[-1][1] if points else None for points in (old, new))
    if old is None or new is None or [step for step, _ in old] != [step for step, _ in new]:
        return MetricVerdict(name, DIFFERENT, last_old, last_new)
    pairs = [(a, b) for (_, a), (_, b) in zip(old, new, strict=True) if not _is_same(a, b)]
    kind = SAME if not pairs else CLOSE if all(close.holds(a, b) for a, b in pairs) else DIFFERENT
    return MetricVerdict(name, kind, last_old, last_new, max(map(_off, pairs), default=0.0))


def _is_same(one: float, other: float) -> bool:
    """Compare to the bit; any NaN is a NaN."""
    return struct.pack("<d", one) == struct.pack("<d", other) or (math.isnan(one) and math.isnan(other))


def _off(pair: tuple[float, float]) -> float:
    old, new = pair
    off = abs(new - old) / abs(old) if old else math.inf
    return math.inf if math.isnan(off) else off


def _have_printed_the_same(old: RunRecord, new: RunRecord, blobs: Blobs) -> bool:
    one, other = (record.artifacts.get(OUTPUT) for record in (old, new))
    if one is None or other is None or one.blob == other.blob:
        return (one is None) == (other is None)
    noise = TextNoise(ALL)
    texts = (blobs.get(artifact.blob).decode("utf-8", "surrogateescape") for artifact in (one, other))
    before, after = (noise.quiet(without_folders(text)) for text in texts)
    return before == after
