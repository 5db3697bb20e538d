"""The best of some runs by a metric."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.compare.directions import MAX, MIN, direction_of
from nbtrack.compare.fields import METRIC
from nbtrack.compare.ranking import ordered
from nbtrack.compare.sheet_fields import fitting, sheet_field
from nbtrack.errors import UsageError
from nbtrack.settings import read_settings
from nbtrack.store.statuses import FINISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.store.sheet import Sheet


class Wanted(NamedTuple):
    """A metric, and whether less of it is better: None where the settings or its name say so.

    `how` says in what words somebody tells which way is better.
    """

    metric: str
    is_least: bool | None
    how: str


class Best(NamedTuple):
    """The places of the finished runs with the metric, the best first; `none` says why there is none."""

    places: Sequence[int]
    none: str


def best_on(sheet: Sheet, wanted: Wanted, where: Sequence[str] = ()) -> Best:
    """Return the best of the runs that meet conditions; raises UsageError where no run has the metric."""
    metric = wanted.metric.removeprefix(METRIC)
    fit = fitting(where, sheet)
    value_at = sheet_field(METRIC + metric, sheet)
    valued = [place for place in fit if sheet.runs[place].status == FINISHED and value_at(place) is not None]
    found = [place for place in valued if value_at(place) == value_at(place)]
    none = f"{metric} is NaN in all finished runs" if valued else f"there is no finished run with {metric}"
    return Best(ordered(found, value_at, _direction(metric, wanted)), none)


def _direction(metric: str, wanted: Wanted) -> str:
    if wanted.is_least is not None:
        return MIN if wanted.is_least else MAX
    told = read_settings(".").value("metrics")
    plain = metric.removesuffix(".min").removesuffix(".max")
    found = direction_of(metric, told) or direction_of(plain, told)
    if found is None:
        raise UsageError(
            f"nobody says whether more or less of {metric} is better",
            hint=f'say {wanted.how}, or set {plain} = "min" in [tool.nbtrack.metrics]',
        )
    return found
