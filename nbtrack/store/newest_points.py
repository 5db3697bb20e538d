"""The newest value of each metric of a run in progress, without reading all that came before."""

from __future__ import annotations

import json
import os

_TAIL_BYTES = 16_384


def newest_values(live_folder: str) -> dict[str, float]:
    """Return the value that each metric had last, of those that were logged lately."""
    found: dict[str, tuple[float, float]] = {}
    for line in _last_lines(live_folder):
        try:
            row = json.loads(line)
            values = {str(name): (float(row["at"]), float(value)) for name, value in row["values"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):  # the first line may be cut
            continue
        found |= {name: pair for name, pair in values.items() if pair >= found.get(name, (0.0, 0.0))}
    return {name: value for name, (_, value) in found.items()}


def _last_lines(live_folder: str) -> list[bytes]:
    lines: list[bytes] = []
    try:
        names = sorted(os.listdir(live_folder))
    except FileNotFoundError:
        return []
    for name in names:
        if name.startswith("metrics-") and name.endswith(".jsonl"):
            with open(os.path.join(live_folder, name), "rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL_BYTES))
                lines += file.read().splitlines()
    return lines
