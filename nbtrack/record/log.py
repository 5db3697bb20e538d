"""`nbtrack.log()`: metrics out of the code that is measured.

Imported into the user's kernel, so it imports next to nothing.
"""

from __future__ import annotations

import os
import time

from nbtrack.store.points import point_line, points_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LIVE_FOLDER = "NBTRACK_LIVE_RUN"  # set by the recorder in the kernel, and inherited by its processes


def log(values: Mapping[str, Any] | None = None, /, *, step: int | None = None, **more: Any) -> None:
    """Record metrics of the current run: `nbtrack.log(loss=0.3, step=7)` or `nbtrack.log({"val/loss": 0.3})`.

    Values are numbers or what `float()` takes, such as NumPy's and torch's scalars. Where no run is recorded,
    as in Jupyter, nothing happens. Raises TypeError for what is no number.
    """
    numbers = {str(name): _number(name, value) for name, value in {**(values or {}), **more}.items()}
    whole = None if step is None else _step(step)
    folder = os.environ.get(LIVE_FOLDER)
    if folder and numbers:
        _append(folder, point_line(numbers, whole, time.time()))


def _append(folder: str, line: bytes) -> None:
    try:
        # Opened each time: the file's name holds the process, which a fork changes. It takes 10 µs.
        descriptor = os.open(points_path(folder), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    except FileNotFoundError:  # the recorder is gone, and has taken the journal along
        return
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _number(name: object, value: Any) -> float:
    try:
        if not isinstance(value, (str, bytes)):
            return float(value)
    except (TypeError, ValueError):
        pass
    raise TypeError(f"nbtrack.log: {name} must be a number, not {type(value).__name__}")


def _step(step: Any) -> int:
    if int(step) != step:
        raise TypeError(f"nbtrack.log: step must be a whole number, not {step!r}")
    return int(step)
