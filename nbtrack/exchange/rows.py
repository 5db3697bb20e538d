"""Runs as rows of a table, for CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from nbtrack.compare.fields import FACTS, METRIC, PARAMETER
from nbtrack.compare.sheet_fields import fact_values
from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.store.series import Series
    from nbtrack.store.sheet import Sheet

Table = dict[str, list[Any]]
_PLAIN = frozenset((str, int, float))


def table_of_runs(sheet: Sheet) -> Table:
    """Return a column for each fact, each parameter (`param:lr`) and each metric (`metric:loss`)."""
    table: Table = {name: fact_values(name, sheet) for name in FACTS}
    table |= {PARAMETER + name: values for name, values in sheet.parameters()}
    return table | {METRIC + name: values for name, values in sheet.metrics()}


def table_of_points(points: Mapping[str, Mapping[str, Series]]) -> Table:
    """Return a row for each point of each run, given the series of runs by their ids."""
    table: Table = {"id": [], "metric": [], "step": [], "time": [], "value": []}
    for run_id, series in points.items():
        for name, one in series.items():
            for step, seconds, value in one.points():
                for column, cell in zip(table.values(), (run_id, name, step, seconds, value), strict=True):
                    column.append(cell)
    return table


def csv_of(table: Table) -> bytes:
    """Return CSV in UTF-8; lists and dicts stand as JSON, nothing as nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*map(_cells, table.values()), strict=True))
    return text.getvalue().encode("utf-8", "backslashreplace")


def parquet_of(table: Table) -> bytes:
    """Return Parquet; a column of mixed types holds texts. Raises UsageError where there is no pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow", hint="pip install pyarrow, or use --format csv") from None
    columns = {name: pyarrow.array(_alike(values)) for name, values in table.items()}
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()


def _cells(values: list[Any]) -> list[Any]:
    is_plain = {*map(type, values)} <= _PLAIN  # most often, of a million cells
    return values if is_plain else list(map(_cell, values))


def _cell(value: object) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (list, dict, bool)) else value


def _alike(values: list[Any]) -> list[Any]:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float}:
        return [None if value is None else float(value) for value in values] if float in kinds else values
    if len(kinds) == 1 and kinds <= {str, bool}:
        return values
    return [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
