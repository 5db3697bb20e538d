"""Read the runs that Neptune's exporter wrote as Parquet: a row for each value, or point of a series."""

from __future__ import annotations

import math
import os
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import ForeignRun, foreign_id
from nbtrack.store.clock import utc_text
from nbtrack.store.record import Parameter, RunRecord
from nbtrack.store.series import Series
from nbtrack.store.statuses import FAILED, FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    Row = Mapping[str, Any]

_COLUMNS = frozenset(("project_id", "run_id", "attribute_path", "attribute_type"))
_VALUES = {  # by the type of an attribute that has one value: the column that holds it
    "int": "int_value",
    "float": "float_value",
    "string": "string_value",
    "bool": "bool_value",
    "datetime": "datetime_value",
    "string_set": "string_set_value",
}
_SERIES, _FILES = "float_series", ("file", "file_series", "artifact")
_OWN = ("sys/", "monitoring/", "source_code/")  # what Neptune itself says of a run
_PART = re.compile(r"_part_\d+$|^part_\d+$")
_MOST_STEPS = 2**63


def read_neptune(path: str) -> Iterator[ForeignRun]:
    """Yield the runs of a folder of the exporter, or of one of its files; raises UsageError."""
    root = Path(path).resolve()
    files = sorted(root.rglob("*.parquet")) if root.is_dir() else [root]
    if not files:
        raise UsageError(f"there is no Parquet file in {path}", hint="it is the exporter's --data-path")
    kept = _files_folder(root)
    for _, parts in groupby(files, key=lambda file: (file.parent, _PART.sub("", file.stem))):
        runs: dict[tuple[str, str], list[Row]] = {}
        for part in parts:
            for row in _rows(part):
                runs.setdefault((str(row["project_id"]), str(row["run_id"])), []).append(row)
        for (project, run_id), rows in runs.items():
            yield neptune_run(project, run_id, rows, kept)


def _rows(path: Path) -> Iterator[Row]:
    try:
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow", hint="pip install pyarrow") from None
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise UsageError(f"cannot read {path}: {str(error).partition(chr(10))[0]}") from None
    with file:
        if missing := sorted(_COLUMNS - set(file.schema_arrow.names)):
            raise UsageError(f"{path} is not of Neptune's exporter: it has no column {missing[0]}")
        for batch in file.iter_batches():
            yield from batch.to_pylist()


def neptune_run(project: str, run_id: str, rows: Sequence[Row], files: Path | None) -> ForeignRun:
    """Return the run of its rows; raises UsageError where they do not tell when it was."""
    single = {str(row["attribute_path"]): _value(row) for row in rows if row["attribute_type"] in _VALUES}
    series = _series(row for row in rows if row["attribute_type"] == _SERIES)
    times = [row["timestamp"] for row in rows if row.get("timestamp")]
    start = single.get("sys/creation_time") or min(times, default=None)
    if start is None:
        raise UsageError(f"run {run_id} of {project} has no time", hint="export it with its `sys` attributes")
    seconds = single.get("sys/running_time")
    took = float(seconds) if isinstance(seconds, (int, float)) else _seconds_between(start, times)
    parameters = {name: value for name, value in single.items() if not name.startswith(_OWN)}
    record = RunRecord(
        id=foreign_id("neptune", f"{project}/{run_id}"),
        experiment=str(single.get("sys/experiment/name") or project),
        started=utc_text(start.timestamp()),
        ended=utc_text(start.timestamp() + took) if took is not None else None,
        duration_s=took,
        status=FAILED if single.get("sys/failed") else FINISHED,
        name=str(single.get("sys/name") or run_id),
        note=single.get("sys/description") or None,
        tags=tuple(map(str, single.get("sys/tags") or ())),
        parameters={name: Parameter(_plain(value), "Neptune") for name, value in sorted(parameters.items())},
        imported=f"neptune:{project}/{run_id}",
    )
    return ForeignRun(record, series, artifacts=_artifacts(rows, files))


def _value(row: Row) -> Any:
    return row.get(_VALUES[row["attribute_type"]])


def _plain(value: object) -> Any:
    """Return a value as JSON has it: times as texts."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _seconds_between(start: datetime, times: list[datetime]) -> float | None:
    return max(0.0, (max(times) - start).total_seconds()) if times else None


def _series(rows: Iterable[Row]) -> dict[str, Series]:
    """Return points in the order of their steps; a step that is no whole number is none here."""
    points: dict[str, list[tuple[Any, Any, float]]] = {}
    for row in rows:
        if row.get("float_value") is not None and row.get("timestamp"):
            point = (row.get("step"), row["timestamp"], row["float_value"])
            points.setdefault(str(row["attribute_path"]), []).append(point)
    found: dict[str, Series] = {}
    for name, several in points.items():
        series = found[name] = Series()
        for step, at, value in sorted(several, key=lambda point: (point[1], point[0] or 0)):
            whole = step is not None and step == math.floor(step) and abs(step) < _MOST_STEPS
            series.append(value, at.timestamp(), int(step) if whole else None)
    return found


def _files_folder(root: Path) -> Path | None:
    """Return where the exporter put files: beside its data, as its documentation has it."""
    places = (root / "files", root.parent / "files", root.parent.parent / "files")
    return next((place for place in places if place.is_dir()), None)


def _artifacts(rows: Sequence[Row], folder: Path | None) -> dict[str, str]:
    found = {}
    for row in rows if folder else ():
        said = (row.get("file_value") or {}).get("path") if row["attribute_type"] in _FILES else None
        if not said or not folder:
            continue
        path = os.path.realpath(folder / said)
        if path.startswith(os.path.join(os.path.realpath(folder), "")) and os.path.isfile(path):
            step = f"/step {float(row['step']):g}" if row.get("step") is not None else ""
            found[f"{row['attribute_path']}{step}{Path(said).suffix}"] = path
    return found
