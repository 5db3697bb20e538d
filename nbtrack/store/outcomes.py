"""What came of the cells of a run in progress, kept beside its journal until the run is sealed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.executed import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "outputs.jsonl"


def append_outcome(live_folder: str, cell: int, outcome: Outcome) -> None:
    """Keep the outputs that a cell has so far; a later call replaces them. Raises OSError."""
    line = json.dumps({"cell": cell, "outputs": outcome.outputs, "count": outcome.count}, default=str)
    with open(os.path.join(live_folder, _NAME), "ab") as file:
        file.write(line.encode("ascii") + b"\n")


def read_outcomes(live_folder: str) -> dict[int, Outcome]:
    """Return the last outcome of each cell by its number; torn lines are passed over."""
    return {
        found["cell"]: Outcome(found["outputs"], found["count"])
        for found in _lines(os.path.join(live_folder, _NAME))
    }


def _lines(path: str) -> Iterator[dict[str, Any]]:
    if not os.path.exists(path):
        return
    with open(path, "rb") as file:
        for line in file:
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found
