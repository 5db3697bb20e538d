"""What can be asked of runs by name, read from the index's columns: the twin of `fields` for many runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, no_run_has
from nbtrack.compare.telling_apart import parameter_texts, value_texts
from nbtrack.store import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.store.run_columns import RunColumns

    Field = Callable[[int], Any]

_PARTS = (columns.MIN, columns.MAX, columns.COUNT)


def sheet_field(name: str, sheet: RunColumns) -> Field:
    """Return what asks the run at a place for a value, as `field_of` does; raises as it does."""
    return sheet_column(name, sheet)[1].__getitem__


def sheet_column(name: str, sheet: RunColumns) -> tuple[str, list[Any]]:
    """Return what kind of thing a name means, and its values; raises as `field_of` does."""
    for kind, values in _candidates(name, sheet):
        if any(value is not None for value in values):
            return kind, values
    nothing = [None] * len(sheet.runs)
    if name in FACTS or not sheet.runs:
        return columns.FACT, nothing
    parameters, metrics = sheet.names()
    if name.removeprefix(PARAMETER) in parameters:  # which is None in all of them
        return columns.PARAMETER, nothing
    raise no_run_has(name, parameters, metrics)


def fact_values(name: str, sheet: RunColumns) -> list[Any]:
    """Return what `FACTS` says of each run."""
    if name == "tags":
        return [", ".join(tags) or None for tags in sheet.tags()]
    return sheet.column(columns.FACT, name)


def texts_of_parameter(name: str, values: Sequence[Any], sheet: RunColumns) -> list[str]:
    """Return a text for each value of a parameter, in which what differs reads differently."""
    written = sheet.column(columns.EXPRESSION, name)
    if not any(written):
        return value_texts(values)
    from nbtrack.store.record import Parameter

    return parameter_texts(
        [Parameter(value, "", expression=one) for value, one in zip(values, written, strict=True)]
    )


def metric_values(name: str, sheet: RunColumns) -> list[Any]:
    """Return the last values of a metric, or with `.min`, `.max`, `.count` behind its name those."""
    values = sheet.column(columns.LAST, name)
    metric, _, part = name.rpartition(".")
    if part not in _PARTS:
        return values
    parts = sheet.column(part, metric)
    return [other if value is None else value for value, other in zip(values, parts, strict=True)]


def fitting(texts: Sequence[str], sheet: RunColumns) -> list[int]:
    """Return the places of the runs that meet all of some conditions; raises UsageError."""
    if not texts:
        return [*range(len(sheet.runs))]
    from nbtrack.compare.where import condition

    tags: list[list[tuple[str, ...]]] = []

    def tags_at(place: int) -> Sequence[str]:
        if not tags:
            tags.append(sheet.tags())
        return tags[0][place]

    conditions = [condition(text, lambda name: sheet_field(name, sheet), tags_at) for text in texts]
    return [place for place in range(len(sheet.runs)) if all(fits(place) for fits in conditions)]


def _candidates(name: str, sheet: RunColumns) -> Iterator[tuple[str, list[Any]]]:
    if name.startswith(METRIC):
        yield columns.LAST, metric_values(name.removeprefix(METRIC), sheet)
    elif name.startswith(PARAMETER):
        yield columns.PARAMETER, sheet.column(columns.PARAMETER, name.removeprefix(PARAMETER))
    else:
        if name in FACTS:
            yield columns.FACT, fact_values(name, sheet)
        yield columns.LAST, metric_values(name, sheet)
        yield columns.PARAMETER, sheet.column(columns.PARAMETER, name)
