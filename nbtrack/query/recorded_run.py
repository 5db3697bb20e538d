"""A run as Python has it that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import UnknownNameError
from nbtrack.query.frame import Frame, moment
from nbtrack.store.digest import short_id
from nbtrack.store.points import NO_STEP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_FEW = 4  # metrics that a line names


class Points(NamedTuple):
    """The points of a metric by time: steps (None where none was said), seconds since the epoch, values."""

    steps: list[int | None]
    times_s: list[float]
    values: list[float]


class RecordedRun(Mapping[str, Any]):
    """One run as it was when it was asked for; nothing changes it.

    As a mapping it has each fact, parameter and metric under the name by which conditions ask for it.
    """

    __slots__ = ("_frame", "_place")

    def __init__(self, frame: Frame, place: int) -> None:
        self._frame = frame
        self._place = place

    @property
    def id(self) -> str:
        """Return its id, of 16 hex digits."""
        return self._listed.id

    @property
    def name(self) -> str | None:
        """Return the name that it was given."""
        return self._listed.name

    @property
    def experiment(self) -> str:
        """Return the path of its notebook or script from the project's root, or what `start` called it."""
        return self._listed.experiment

    @property
    def status(self) -> str:
        """Return how it ended, or `running`."""
        return self._listed.status

    @property
    def kind(self) -> str:
        """Return `run` or `snapshot`."""
        return self._listed.kind

    @property
    def started(self) -> datetime:
        """Return when it began, in UTC."""
        return moment(self._listed)

    @property
    def duration_s(self) -> float | None:
        """Return how many seconds it took, None while it runs."""
        found: float | None = self._fact("took")
        return found

    @property
    def parameters(self) -> dict[str, Any]:
        """Return its parameters by name."""
        return self._frame.parameters_at(self._place)

    @property
    def metrics(self) -> dict[str, float]:
        """Return the last value of each metric by name."""
        return self._frame.metrics_at(self._place)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its tags."""
        return tuple(self._fact("tags") or ())

    @property
    def note(self) -> str | None:
        """Return what somebody noted about it."""
        found: str | None = self._fact("note")
        return found

    @property
    def commit(self) -> str | None:
        """Return the commit of git on which its code stood."""
        found: str | None = self._fact("commit")
        return found

    def series(self, metric: str) -> Points:
        """Return the points of a metric; raises StoreError where it has none of the name."""
        from nbtrack.query.kept import points_of

        found = points_of(self._record(), metric, self._frame.store)
        steps = [None if step == NO_STEP else step for step in found.steps]
        return Points(steps, [time_ms / 1000 for time_ms in found.times_ms], found.values.tolist())

    def artifact(self, name: str) -> bytes:
        """Return a file, figure or table that it kept; raises StoreError where there is none of the name."""
        from nbtrack.query.kept import artifact_b

        return artifact_b(self._record(), name, self._frame.store)

    def notebook(self) -> bytes:
        """Return its notebook as it came out, byte for byte; raises StoreError where it has none."""
        from nbtrack.compare.sides import notebook_b

        return notebook_b(self._record(), self._frame.store.blobs)

    def __getitem__(self, name: str) -> Any:
        named = self._frame.named()
        if name in named:
            if self._frame.has(name, self._place):
                return named[name][self._place]
        elif (value := self._frame.column(name)[self._place]) is not None:  # `loss.min`, `metric:loss`
            return value
        raise UnknownNameError(
            f"run {short_id(self.id)} has no {name!r}", hint="dict() of it shows what it has"
        )

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._frame.named() if self._frame.has(name, self._place))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordedRun) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        from nbtrack.compare.numbers import value_text
        from nbtrack.compare.times import duration_text
        from nbtrack.terminal import safe_line

        took = f" in {duration_text(self.duration_s)}" if self.duration_s is not None else ""
        name = f" {self.name}" if self.name else ""
        metrics = [f"{name} {value_text(value)}" for name, value in [*self.metrics.items()][:_FEW]]
        end = ", ".join([f"{self.status}{took}", *metrics])
        return safe_line(f"<run {short_id(self.id)}{name} of {self.experiment}: {end}>")

    def _repr_html_(self) -> str:
        from nbtrack.compare.numbers import value_text
        from nbtrack.query.html import pairs_html

        texts = {name: value_text(value) for name, value in self.items() if value is not None}
        texts["started"] = self.started.isoformat(" ", "seconds")
        return pairs_html(texts)

    @property
    def _listed(self) -> Listed:
        return self._frame.columns.runs[self._place]

    @property
    def _key(self) -> tuple[str, str]:
        return self._frame.store.root, self.id

    def _fact(self, name: str) -> Any:
        return self._frame.fact(name)[self._place]

    def _record(self) -> RunRecord:
        return self._frame.store.get(self.id)


def store_of(run: RecordedRun) -> Store:
    """Return the store that a run came from."""
    return run._frame.store
