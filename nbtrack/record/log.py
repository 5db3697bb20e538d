"""`nbtrack.log()`: metrics out of the code that is measured.

Imported into the user's process, so it imports next to nothing, and whatever goes wrong is a warning: a
training that ran for a day is not lost to its bookkeeping.
"""

from __future__ import annotations

import os
import sys
import time
from threading import RLock

from nbtrack.store.points import Framing, points_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

LIVE_FOLDER = "NBTRACK_LIVE_RUN"  # set by the recorder, and inherited by the processes of the run
_MOST_STEPS = 2**63
_SHORTEST_SECRET = 20  # that a name could be; so most names spare an import
_turn = RLock()  # a signal's handler may log while its thread does


def log(values: Mapping[str, Any] | None = None, /, *, step: int | None = None, **more: Any) -> None:
    """Record metrics of the current run: `nbtrack.log(loss=0.3, step=7)` or `nbtrack.log({"val/loss": 0.3})`.

    Values are numbers or what `float()` takes, such as NumPy's and torch's scalars; what is none is left out
    with a warning. Where no run is recorded, as in Jupyter, nothing happens.
    """
    folder = os.environ.get(LIVE_FOLDER) or live_folder()
    if not folder:
        return
    try:
        if values is not None:
            more = {**values, **more} if more or type(values) is not dict else values
        _append(folder, more, step)
    except Exception:  # noqa: BLE001 - no number, or the value's own code; those that are numbers are kept
        _append(folder, _numbers(_named(values) | more), _step(step))


def live_folder() -> str:
    """Return the folder of the run that this process is of, empty where it is of none.

    Some code empties the environment; what listens in the process knows which run that named.
    """
    return os.environ.get(LIVE_FOLDER) or str(getattr(sys.modules.get("nbtrack_watch"), "live_folder", ""))


def warn(message: str) -> None:
    """Say what went wrong where the user's code called, also where warnings are made errors."""
    import warnings

    try:
        warnings.warn(message, stacklevel=4)
    except Warning:
        print(message, file=sys.stderr)


def _named(values: Any) -> dict[Any, Any]:
    """Return what stands under names, nothing of what has none."""
    try:
        return dict(values or {})
    except Exception:  # noqa: BLE001 - the value's own code
        warn(f"nbtrack.log: names with numbers are needed, no {type(values).__name__}; it was left out")
        return {}


def _numbers(values: Mapping[Any, Any]) -> dict[str, float]:
    numbers = {}
    for name, value in values.items():
        if (number := _number(value)) is not None:
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
        if int(step) == step and abs(step) < _MOST_STEPS:
            return int(step)
    except Exception:  # noqa: BLE001, S110 - the value's own code; the warning says it
        pass
    import reprlib  # its text stands in where the value's own fails

    warn(f"nbtrack.log: step must be a whole number, not {reprlib.repr(step)}; it was left out")
    return None


def _append(folder: str, values: Mapping[str, Any], step: Any) -> None:
    """Write a point; raises what `Framing.frame` does."""
    if not values:
        return
    try:
        with _turn:
            file = _open if _open.folder == folder else _opened_anew(folder)
            frame = file.frame(values, step, time.time())
            if os.write(file.descriptor, frame) < len(frame):
                _let_go()  # what is torn ends its file
                warn("nbtrack.log: a point was lost: No space left on device")
    except OSError as error:
        warn(f"nbtrack.log: a point was lost: {error.strerror}")


def _without_secrets(names: Iterable[str]) -> list[str]:
    return [name if len(name) < _SHORTEST_SECRET else _redacted(name) for name in names]


def _redacted(name: str) -> str:
    from nbtrack.rules.leaks.secret_spans import kinds_in

    if not kinds_in(name):
        return name
    from nbtrack.record.secrets.redaction import redacted

    return redacted(name)


class _Open:
    """The file to which this process appends: the run's folder, the descriptor, what makes the frames."""

    __slots__ = ("descriptor", "folder", "frame")

    def __init__(self, folder: str, descriptor: int) -> None:
        self.folder = folder
        self.descriptor = descriptor
        self.frame = Framing(_without_secrets).frame


def _opened_anew(folder: str) -> _Open:
    """Open the file of this process's points, the null device once the run is over."""
    global _open
    _let_go()
    _open = _Open(folder, _opened(folder))
    return _open


def _let_go() -> None:
    global _open
    if _open.folder:
        os.close(_open.descriptor)
    _open = _Open("", -1)


def _opened(folder: str) -> int:
    """Open a file that nobody else has: this process's number may be taken twice, in two containers."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        try:
            return os.open(points_path(folder), flags, 0o666)
        except FileExistsError:
            return os.open(points_path(folder, str(time.time_ns())), flags, 0o666)
    except FileNotFoundError:  # the recorder is gone, and has taken the journal along
        return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


def _forget() -> None:
    """Let the child of a fork open a file of its own, and not wait for a thread that it does not have."""
    global _open, _turn
    _open, _turn = _Open("", -1), RLock()


_open = _Open("", -1)
os.register_at_fork(after_in_child=_forget)
