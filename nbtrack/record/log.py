"""`nbtrack.log()`: metrics out of the code that is measured.

Imported into the user's process, so it imports next to nothing, and whatever goes wrong is a warning: a
training that ran for a day is not lost to its bookkeeping.
"""

from __future__ import annotations

import os
import time
from threading import RLock

from nbtrack.store.points import point_line, points_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LIVE_FOLDER = "NBTRACK_LIVE_RUN"  # set by the recorder, and inherited by the processes of the run
_open: tuple[str, int] = ("", -1)  # the run's folder, and the descriptor of this process's points
_turn = RLock()  # a signal's handler may log while its thread does


def log(values: Mapping[str, Any] | None = None, /, *, step: int | None = None, **more: Any) -> None:
    """Record metrics of the current run: `nbtrack.log(loss=0.3, step=7)` or `nbtrack.log({"val/loss": 0.3})`.

    Values are numbers or what `float()` takes, such as NumPy's and torch's scalars; what is none is left out
    with a warning. Where no run is recorded, as in Jupyter, nothing happens.
    """
    folder = os.environ.get(LIVE_FOLDER)
    if not folder:
        return
    numbers = _numbers({**values, **more} if values else more)
    if numbers:
        _append(folder, point_line(numbers, step if type(step) is int else _step(step), time.time()))


def warn(message: str) -> None:
    """Say what went wrong where the user's code called."""
    import warnings

    warnings.warn(message, stacklevel=4)


def _numbers(values: Mapping[Any, Any]) -> dict[str, float]:
    numbers = {}
    for name, value in values.items():
        if type(value) is float:
            numbers[str(name)] = value
        elif (number := _number(value)) is not None:
            numbers[str(name)] = number
        else:
            warn(f"nbtrack.log: {name} must be a number, not {type(value).__name__}; it was left out")
    return numbers


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, (str, bytes)) else float(value)
    except Exception:  # noqa: BLE001 - the value's own code
        return None


def _step(step: Any) -> int | None:
    if step is None:
        return None
    try:
        if int(step) == step:
            return int(step)
    except Exception:  # noqa: BLE001, S110 - the value's own code; the warning says it
        pass
    warn(f"nbtrack.log: step must be a whole number, not {step!r}; it was left out")
    return None


def _append(folder: str, line: bytes) -> None:
    try:
        with _turn:
            os.write(_descriptor(folder), line)
    except OSError as error:
        warn(f"nbtrack.log: a point was lost: {error.strerror}")


def _descriptor(folder: str) -> int:
    """Return the open file of this process's points, the null device once the run is over."""
    global _open
    if _open[0] != folder:
        if _open[0]:
            os.close(_open[1])
        _open = (folder, _opened(folder))
    return _open[1]


def _opened(folder: str) -> int:
    try:
        return os.open(points_path(folder), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except FileNotFoundError:  # the recorder is gone, and has taken the journal along
        return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


def _forget() -> None:
    """Let the child of a fork open a file of its own, and not wait for a thread that it does not have."""
    global _open, _turn
    _open, _turn = ("", -1), RLock()


os.register_at_fork(after_in_child=_forget)
