"""Tables that code hands over, as CSV, by what they can do: nothing is imported to know them."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import Any


def csv_of(table: Any) -> bytes:
    """Return a data frame, an Arrow table, an array, columns by name, or a list of rows as CSV.

    Raises TypeError for what is no table.
    """
    if hasattr(table, "collect") and not hasattr(table, "write_csv"):  # polars, not worked out yet
        table = table.collect()
    if hasattr(table, "to_csv"):
        return str(table.to_csv()).encode("utf-8")
    if hasattr(table, "write_csv"):  # polars
        return str(table.write_csv()).encode("utf-8")
    if hasattr(table, "to_pydict"):  # Arrow
        table = table.to_pydict()
    if hasattr(table, "tolist"):  # NumPy
        table = table.tolist()
    return _of_rows(_rows_of(table)).encode("utf-8")


def _rows_of(table: Any) -> list[Any]:
    if hasattr(table, "keys"):
        return [[*table.keys()], *zip_longest(*map(_listed, table.values()), fillvalue="")]
    rows = _listed(table)
    if not rows or not all(hasattr(row, "keys") for row in rows):
        return [*map(_listed, rows)]
    names = list(dict.fromkeys(key for row in rows for key in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def _listed(values: Any) -> list[Any]:
    is_named = hasattr(values, "keys") and not hasattr(values, "dtype")  # a pandas column has both
    if is_named or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TypeError(
            f"a {type(values).__name__} is no table; give a data frame, columns by name, or a list of rows"
        )
    return list(values)


def _of_rows(rows: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
