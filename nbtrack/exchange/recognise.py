"""Whose runs a file holds, by what it looks like."""

from __future__ import annotations

from pathlib import Path

from nbtrack.exchange.mlflow_folder import META
from nbtrack.notebook.discovery import SUFFIX

MLFLOW, NEPTUNE, PAPERMILL = TOOLS = ("mlflow", "neptune", "papermill")
_BY_FIRST_BYTES = {b"SQLite format 3\0": MLFLOW, b"PAR1": NEPTUNE}
_MOST_BYTES = max(map(len, _BY_FIRST_BYTES))


def tool_of(path: str) -> str | None:
    """Return the tool that made a file or folder, None where it looks like none; raises OSError."""
    place = Path(path)
    if place.is_dir():
        return _of_folder(place)
    with place.open("rb") as file:
        first = file.read(_MOST_BYTES)
    found = (tool for start, tool in _BY_FIRST_BYTES.items() if first.startswith(start))
    return next(found, PAPERMILL if place.suffix == SUFFIX else None)


def _of_folder(place: Path) -> str | None:
    if any(place.glob(f"*/{META}")):
        return MLFLOW
    return NEPTUNE if next(place.rglob("*.parquet"), None) else None
