"""Runs as rows of a table, for CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, names_of
from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series

Table = dict[str, list[Any]]


def table_of_runs(runs: Sequence[RunRecord]) -> Table:
    """Return a column for each fact, each parameter (`param:lr`) and each metric (`metric:loss`)."""
    parameters, metrics = names_of(runs)
    table: Table = {name: [fact(run) for run in runs] for name, fact in FACTS.items()}
    for name in parameters:
        values = [run.parameters.get(name) for run in runs]
        table[PARAMETER + name] = [one and one.value for one in values]
    for name in metrics:
        lasts = [run.metrics.get(name) for run in runs]
        table[METRIC + name] = [one and one.last for one in lasts]
    return table


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
    writer.writerows([_cell(value) for value in row] for row in zip(*table.values(), strict=True))
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


def _cell(value: Any) -> Any:
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
