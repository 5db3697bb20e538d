"""Values of many runs by name: a list for each name takes a tenth of what an object for each value does."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbtrack.store.record import Metric, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_SHARED = 80  # characters; texts up to it mostly come again
ABSENT = object()  # what stands where a run has no such parameter: None is a value


class ParameterColumns:
    """Values of any kind; a row that lacks one costs a pointer."""

    __slots__ = ("_texts", "by_name")

    def __init__(self) -> None:
        self.by_name: dict[str, list[Any]] = {}
        self._texts: dict[str, str] = {}

    def put(self, place: int, parameters: Mapping[str, Mapping[str, Any]]) -> None:
        """Set the parameters of a row, as a record's JSON has them."""
        for name, parameter in parameters.items():
            column = self.by_name.setdefault(name, [])
            value = parameter["value"]
            if type(value) is str and len(value) <= _LONGEST_SHARED:
                value = self._texts.setdefault(value, value)
            if len(column) == place:  # most often: a million times for ten thousand runs
                column.append(value)
                continue
            if len(column) < place:
                column.extend([ABSENT] * (place + 1 - len(column)))
            column[place] = value

    def value(self, name: str, place: int) -> Any:
        """Return a value, ABSENT where the run has none."""
        column = self.by_name.get(name, ())
        return column[place] if place < len(column) else ABSENT


class MetricColumns:
    """Metrics at a glance, as plain numbers; a run that lacks one has a count of 0."""

    __slots__ = ("by_name",)

    def __init__(self) -> None:
        self.by_name: dict[str, tuple[array[float], array[float], array[float], array[int]]] = {}

    def put(self, place: int, metrics: Mapping[str, Mapping[str, Any]]) -> None:
        """Set the metrics of a row, as a record's JSON has them."""
        for name, metric in metrics.items():
            found = self.by_name.get(name)
            if found is None:
                found = self.by_name[name] = array("d"), array("d"), array("d"), array("q")
            last, least, most, count = found
            if len(last) == place:
                last.append(metric["last"])
                least.append(metric["min"])
                most.append(metric["max"])
                count.append(metric.get("count", 1))
                continue
            if (missing := place + 1 - len(last)) > 0:
                for column in found:
                    column.frombytes(bytes(8 * missing))
            last[place], least[place], most[place] = metric["last"], metric["min"], metric["max"]
            count[place] = metric.get("count", 1)

    def get(self, name: str, place: int) -> Metric | None:
        """Return a metric of a row, None where the run has none."""
        found = self.by_name.get(name)
        if found is None or place >= len(found[3]) or not found[3][place]:
            return None
        return Metric(found[0][place], found[1][place], found[2][place], found[3][place])

    def lasts(self, name: str, places: Iterable[int]) -> list[float | None]:
        """Return the last values of a metric at some places, None where a run has none."""
        last, _, _, count = self.by_name[name]
        return [last[place] if place < len(count) and count[place] else None for place in places]

    def has(self, name: str, place: int) -> bool:
        """Tell whether a row has a metric."""
        found = self.by_name.get(name)
        return found is not None and place < len(found[3]) and found[3][place] > 0


class Parameters(Mapping[str, Parameter]):
    """The parameters of one row, as a record has them; where they came from is not kept."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: ParameterColumns, place: int) -> None:
        self._columns, self._place = columns, place

    def __getitem__(self, name: str) -> Parameter:
        value = self._columns.value(name, self._place)
        if value is ABSENT:
            raise KeyError(name)
        return Parameter(value, "")

    def __contains__(self, name: object) -> bool:
        return self._columns.value(str(name), self._place) is not ABSENT

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._columns.by_name if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Metrics(Mapping[str, Metric]):
    """The metrics of one row, as a record has them."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: MetricColumns, place: int) -> None:
        self._columns, self._place = columns, place

    def __getitem__(self, name: str) -> Metric:
        found = self._columns.get(name, self._place)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return self._columns.has(str(name), self._place)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._columns.by_name if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
