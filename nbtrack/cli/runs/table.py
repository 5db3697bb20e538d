"""A table of runs, for `runs` and `best`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nbtrack.cli.columns import Column, fitting, print_table, terminal_width
from nbtrack.cli.status_colours import COLOURS
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER
from nbtrack.compare.numbers import value_texts
from nbtrack.compare.sheet_fields import fact_values, sheet_column, texts_of_parameter
from nbtrack.compare.times import ago, duration_text
from nbtrack.store import columns as kinds
from nbtrack.store.digest import first_digits, short_id
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.cli.output import Output
    from nbtrack.store.sheet import Sheet

_TEXTS: dict[str, Callable[[Any], str]] = {
    "started": ago,
    "took": duration_text,
    "commit": short_id,
    "code": first_digits,
}
ALL = "all"


def show_runs(sheet: Sheet, out: Output, names: Sequence[str] = ()) -> None:
    """Print runs as a table: with the columns named, or with what there is to tell them apart by.

    `param:` and `metric:` alone stand for all parameters that differ and for all metrics.
    """
    columns = [*_head(sheet), *_named(sheet, names)] if names else _usual(sheet)
    shown = fitting(columns, terminal_width(sys.stdout.isatty()))
    print_table(shown, out)
    if len(shown) < len(columns):
        out.note(f"no room for {count_text(len(columns) - len(shown), 'more column')}; --json has all")


def everything(sheet: Sheet) -> list[str]:
    """Return the names of all columns that have something in them."""
    facts = [name for name in FACTS if name != "id" and any(fact_values(name, sheet))]
    parameters = [PARAMETER + name for name, _ in sheet.parameters()]
    return [*facts, *parameters, *(METRIC + name for name, _ in sheet.metrics())]


def _head(sheet: Sheet) -> list[Column]:
    return [Column("RUN", [short_id(run.id) for run in sheet.runs], styles=["yellow"] * len(sheet.runs))]


def _usual(sheet: Sheet) -> list[Column]:
    columns = [*_head(sheet), *_named(sheet, ["status", "started", "took"])]
    if len({run.experiment for run in sheet.runs}) > 1:
        columns += _named(sheet, ["notebook"])
    if any(run.name for run in sheet.runs):
        columns += _named(sheet, ["name"])
    return columns + list(_named(sheet, [PARAMETER, METRIC]))


def _named(sheet: Sheet, names: Sequence[str]) -> Iterator[Column]:
    for name in names:
        if name == PARAMETER:
            yield from _that_differ(sheet)
        elif name == METRIC:
            yield from (_number_column(one, values) for one, values in sheet.metrics())
        elif name in FACTS:
            yield _fact_column(name, sheet)
        else:
            yield _column(name, sheet)


def _that_differ(sheet: Sheet) -> Iterator[Column]:
    for name, values in sheet.parameters():
        column = _parameter_column(name, values, sheet)
        if len(set(column.cells)) > 1:
            yield column


def _fact_column(name: str, sheet: Sheet) -> Column:
    text, values = _TEXTS.get(name, str), fact_values(name, sheet)
    styles = [COLOURS.get(run.status, "red") for run in sheet.runs] if name == "status" else []
    texts = ["" if value is None else text(value) for value in values]
    return Column(name.upper(), texts, right=name == "took", styles=styles)


def _column(name: str, sheet: Sheet) -> Column:
    kind, values = sheet_column(name, sheet)
    bare = name.removeprefix(PARAMETER).removeprefix(METRIC)
    if kind == kinds.PARAMETER:
        return _parameter_column(bare, values, sheet)
    return _number_column(bare, values)


def _parameter_column(name: str, values: Sequence[Any], sheet: Sheet) -> Column:
    return Column(name, texts_of_parameter(name, values, sheet))


def _number_column(name: str, values: Sequence[Any]) -> Column:
    is_number = any(isinstance(value, float) for value in values)
    return Column(name, value_texts(values), right=is_number)
