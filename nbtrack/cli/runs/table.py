"""A table of runs, for `runs` and `best`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import Column, fitting, table_lines, terminal_width
from nbtrack.cli.status_colours import COLOURS
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, field_of, names_of
from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import parameter_texts
from nbtrack.compare.times import ago, duration_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.cli.output import Output
    from nbtrack.store.record import RunRecord

_TEXTS: dict[str, Callable[[RunRecord], str]] = {
    "id": lambda run: run.id,
    "started": lambda run: ago(run.started),
    "took": lambda run: duration_text(run.duration_s),
    "commit": lambda run: ((run.git and run.git.commit) or "")[:10],
    "code": lambda run: str(FACTS["code"](run) or "")[:10],
}
ALL = "all"


def show_runs(runs: Sequence[RunRecord], out: Output, names: Sequence[str] = ()) -> None:
    """Print runs as a table: with the columns named, or with what there is to tell them apart by.

    `param:` and `metric:` alone stand for all parameters that differ and for all metrics.
    """
    columns = [*_head(runs), *_named(runs, names)] if names else _usual(runs)
    shown = fitting(columns, terminal_width(sys.stdout.isatty()))
    for line in table_lines(shown, out.paint):
        out.styled(line)
    if len(shown) < len(columns):
        out.note(f"{len(columns) - len(shown)} more columns do not fit; --json has all")


def everything(runs: Sequence[RunRecord]) -> list[str]:
    """Return the names of all columns that have something in them."""
    parameters, metrics = names_of(runs)
    facts = [name for name in FACTS if name != "id" and any(FACTS[name](run) for run in runs)]
    return [*facts, *(PARAMETER + name for name in parameters), *(METRIC + name for name in metrics)]


def _head(runs: Sequence[RunRecord]) -> list[Column]:
    return [Column("RUN", [run.id[:8] for run in runs], styles=["yellow"] * len(runs))]


def _usual(runs: Sequence[RunRecord]) -> list[Column]:
    columns = [*_head(runs), *_named(runs, ["status", "started", "took"])]
    if len({run.experiment for run in runs}) > 1:
        columns += _named(runs, ["notebook"])
    if any(run.name for run in runs):
        columns += _named(runs, ["name"])
    return columns + list(_named(runs, [PARAMETER, METRIC]))


def _named(runs: Sequence[RunRecord], names: Sequence[str]) -> Iterator[Column]:
    parameters, metrics = names_of(runs)
    for name in names:
        if name == PARAMETER:
            columns = [_column(PARAMETER + one, runs) for one in parameters]
            yield from (column for column in columns if len(set(column.cells)) > 1)
        elif name == METRIC:
            yield from (_column(METRIC + one, runs) for one in metrics)
        else:
            yield _column(name, runs)


def _column(name: str, runs: Sequence[RunRecord]) -> Column:
    if name in FACTS:
        texts = [_TEXTS[name](run) if name in _TEXTS else FACTS[name](run) or "" for run in runs]
        styles = [COLOURS.get(run.status, "red") for run in runs] if name == "status" else []
        return Column(name.upper(), texts, right=name == "took", styles=styles)
    field = field_of(name, runs)
    values: list[Any] = [field(run) for run in runs]
    heading = name.removeprefix(PARAMETER).removeprefix(METRIC)
    is_number = any(isinstance(value, float) for value in values) and not name.startswith(PARAMETER)
    return Column(heading, _texts(name, values, runs), right=is_number)


def _texts(name: str, values: Sequence[Any], runs: Sequence[RunRecord]) -> list[str]:
    parameters = [run.parameters.get(name.removeprefix(PARAMETER)) for run in runs]
    if [one and one.value for one in parameters] == values and not name.startswith(METRIC):
        return parameter_texts(parameters)
    return ["" if value is None else value_text(value) for value in values]
