"""The columns of a table of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.fields import FACTS, METRIC, PARAMETER
from nbtrack.compare.numbers import value_texts
from nbtrack.compare.sheet_fields import fact_values, sheet_column, texts_of_parameter
from nbtrack.compare.times import duration_text
from nbtrack.query.status_colours import COLOURS
from nbtrack.store import columns as kinds
from nbtrack.store.digest import first_digits, short_id
from nbtrack.text_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nbtrack.store.run_columns import RunColumns

    TimeText = Callable[[str], str]

_TEXTS: dict[str, Callable[[Any], str]] = {
    "took": duration_text,
    "commit": short_id,
    "code": first_digits,
}
ALL = "all"


def columns_named(runs: RunColumns, names: Sequence[str], time_text: TimeText) -> list[Column]:
    """Return the columns named, behind the ids.

    `param:` and `metric:` alone stand for all parameters that differ and for all metrics.
    """
    return [*_head(runs), *_named(runs, names, time_text)]


def usual_columns(runs: RunColumns, time_text: TimeText) -> list[Iterable[Column]]:
    """Return what there is to tell runs apart by: facts, and parameters and metrics as they are read."""
    names = ["status", "started", "took"]
    if len({run.experiment for run in runs.runs}) > 1:
        names += ["notebook"]
    if any(run.name for run in runs.runs):
        names += ["name"]
    further = (_named(runs, [kind], time_text) for kind in (PARAMETER, METRIC))
    return [columns_named(runs, names, time_text), *further]


def everything(runs: RunColumns) -> list[str]:
    """Return the names of all columns that have something in them."""
    facts = [name for name in FACTS if name != "id" and any(fact_values(name, runs))]
    parameters = [PARAMETER + name for name, _ in runs.parameters()]
    return [*facts, *parameters, *(METRIC + name for name, _ in runs.metrics())]


def _head(runs: RunColumns) -> list[Column]:
    return [Column("RUN", [short_id(run.id) for run in runs.runs], styles=["yellow"] * len(runs.runs))]


def _named(runs: RunColumns, names: Sequence[str], time_text: TimeText) -> Iterator[Column]:
    for name in names:
        if name == PARAMETER:
            yield from _that_differ(runs)
        elif name == METRIC:
            yield from (_number_column(one, values) for one, values in runs.metrics())
        elif name in FACTS:
            yield _fact_column(name, runs, time_text)
        else:
            yield _column(name, runs)


def _that_differ(runs: RunColumns) -> Iterator[Column]:
    for name, values in runs.parameters():
        column = _parameter_column(name, values, runs)
        if len(set(column.cells)) > 1:
            yield column


def _fact_column(name: str, runs: RunColumns, time_text: TimeText) -> Column:
    text = time_text if name == "started" else _TEXTS.get(name, str)
    styles = [COLOURS.get(run.status, "red") for run in runs.runs] if name == "status" else []
    texts = ["" if value is None else text(value) for value in fact_values(name, runs)]
    return Column(name.upper(), texts, right=name == "took", styles=styles)


def _column(name: str, runs: RunColumns) -> Column:
    kind, values = sheet_column(name, runs)
    bare = name.removeprefix(PARAMETER).removeprefix(METRIC)
    if kind == kinds.PARAMETER:
        return _parameter_column(bare, values, runs)
    return _number_column(bare, values)


def _parameter_column(name: str, values: Sequence[Any], runs: RunColumns) -> Column:
    return Column(name, texts_of_parameter(name, values, runs))


def _number_column(name: str, values: Sequence[Any]) -> Column:
    is_number = any(isinstance(value, float) for value in values)
    return Column(name, value_texts(values), right=is_number)
