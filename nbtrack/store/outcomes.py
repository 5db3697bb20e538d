"""What came of the cells of a run in progress, kept beside its journal until the run is sealed.

Each cell has a file, which is replaced whole: a cell that prints for hours is kept a thousand times, and
appending its outputs each time would fill the disk.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.executed import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER, _SUFFIX = "outputs", ".json"
_WIDGETS = "widgets.json"


def keep_outcome(live_folder: str, cell: int, outcome: Outcome) -> None:
    """Keep the outputs that a cell has so far in place of those before. Raises OSError."""
    path = os.path.join(live_folder, _FOLDER, f"{cell}{_SUFFIX}")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    text = json.dumps({"cell": cell, "outputs": outcome.outputs, "count": outcome.count}, default=str)
    with open(f"{path}.tmp", "w", encoding="ascii") as file:
        file.write(text)
    os.replace(f"{path}.tmp", path)


def read_outcomes(live_folder: str) -> dict[int, Outcome]:
    """Return the last outcome of each cell by its number."""
    found = _parsed(os.path.join(live_folder, _FOLDER))
    return {one["cell"]: Outcome(one["outputs"], one["count"]) for one in found}


def keep_widgets(live_folder: str, metadata: Mapping[str, Any]) -> None:
    """Keep the state of a notebook's widgets. Raises OSError."""
    with open(os.path.join(live_folder, _WIDGETS), "w", encoding="ascii") as file:
        json.dump(metadata, file, default=str)


def read_widgets(live_folder: str) -> dict[str, Any] | None:
    """Return the state of a notebook's widgets, None without any, or where it was not written to its end."""
    try:
        with open(os.path.join(live_folder, _WIDGETS), "rb") as file:
            return dict(json.load(file))
    except (FileNotFoundError, ValueError):
        return None


def _parsed(folder: str) -> Iterator[dict[str, Any]]:
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.endswith(_SUFFIX):
            with open(os.path.join(folder, name), "rb") as file:
                yield json.load(file)


def last_printed(live_folder: str) -> str:
    """Return the last line that the cell which was kept last has printed, as far as it is kept."""
    folder = os.path.join(live_folder, _FOLDER)
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(_SUFFIX)]
    if not paths:
        return ""
    with open(max(paths, key=os.path.getmtime), "rb") as file:
        outputs = json.load(file)["outputs"]
    lines = outputs[-1].get("text") if outputs else None
    return str(lines[-1]).strip() if isinstance(lines, list) and lines else ""
