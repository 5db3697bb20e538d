"""The door to nvidia-smi: which cards there are, and what they are busy with."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

_PATIENCE_S = 10


def graphics_cards() -> list[dict[str, Any]]:
    """Return NVIDIA's cards with memory and driver, none where its own tool does not answer."""
    return [
        {"name": name, "memory_bytes": int(memory) << 20 if memory.isdecimal() else None, "driver": driver}
        for name, memory, driver in _ask("name", "memory.total", "driver_version")
    ]


def graphics_use() -> dict[str, float]:
    """Return how busy each card is, and its memory in use, under a name for each."""
    found: dict[str, float] = {}
    for number, (busy, memory) in enumerate(_ask("utilization.gpu", "memory.used")):
        if busy.isdecimal():
            found[f"gpu{number}_percent"] = int(busy)
        if memory.isdecimal():
            found[f"gpu{number}_memory_bytes"] = int(memory) << 20
    return found


def _ask(*fields: str) -> list[list[str]]:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return []
    words = (tool, f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits")
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)
    except (OSError, subprocess.TimeoutExpired):
        return []
    rows = [[word.strip() for word in line.split(",")] for line in done.stdout.splitlines()]
    return [row for row in rows if len(row) == len(fields)]
