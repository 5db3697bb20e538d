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
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

LIVE_FOLDER = "NBTRACK_LIVE_RUN"  # set by the recorder, and inherited by the processes of the run
_MOST_STEPS = 2**63
_SHORTEST_SECRET = 20  # that a name could be; so most names spare an import
_frame = Framing.frame
_turn = RLock()  # a signal's handler may log while its thread does


def log(values: Mapping[str, Any] | None = None, /, *, step: int | None = None, **more: Any) -> None:
    """Record metrics of the current run: `nbtrack.log(loss=0.3, step=7)` or `nbtrack.log({"val/loss": 0.3})`.

    Values are numbers or what `float()` takes, such as NumPy's and torch's scalars; what is none is left out
    with a warning. Where no run is recorded, as in Jupyter, nothing happens.
    """
    if not is_recording():
        return
    try:
        if values is not None:
            more = {**values, **more} if more or type(values) is not dict else values
        append(_frame, more, step)
    except Exception:  # noqa: BLE001 - no number, or the value's own code; those that are numbers are kept
        append(_frame, numbers(_named(values) | more), _step(step))


def is_recording() -> bool:
    """Tell whether this process is of a run."""
    return _open is not None or bool(live_folder())


def leave() -> None:
    """Let the next call see which run there is; to ask at each call takes a fifth of its time."""
    with _turn:
        _let_go()


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


def numbers(values: Mapping[Any, Any]) -> dict[str, float]:
    """Return what is a number, with a warning for what is none."""
    found = {}
    for name, value in values.items():
        if (number := _number(value)) is not None:
            found[str(name)] = number
        else:
            warn(f"nbtrack.log: {name} must be a number, not {type(value).__name__}; it was left out")
    return found


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


def append(make: Callable[..., bytes], values: Mapping[str, Any], steps: Any) -> None:
    """Write what `make` makes of values, a file's framing and the time; raises what that does."""
    if not values:
        return
    try:
        with _turn:
            file = _open or _opened_anew()
            frames = make(file.framing, values, steps, time.time())
            if os.write(file.descriptor, frames) < len(frames):
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
    """The file to which this process appends, and what makes its frames."""

    __slots__ = ("descriptor", "framing")

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.framing = Framing(_without_secrets)


def _opened_anew() -> _Open:
    global _open
    _open = _Open(_opened(live_folder()))
    return _open


def _let_go() -> None:
    global _open
    if _open is not None:
        os.close(_open.descriptor)
    _open = None


def _opened(folder: str) -> int:
    """Open this process's file of points, the null device once the run is over."""
    try:
        if folder:
            return _own_file(folder)
    except FileNotFoundError:  # the recorder is gone, and has taken the journal along
        pass
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


def _own_file(folder: str) -> int:
    """Open a file that nobody else has: this process's number may be taken twice, in two containers."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(points_path(folder), flags, 0o666)
    except FileExistsError:
        return os.open(points_path(folder, str(time.time_ns())), flags, 0o666)


def _forget() -> None:
    """Let the child of a fork open a file of its own, and not wait for a thread that it does not have."""
    global _open, _turn
    _open, _turn = None, RLock()


_open: _Open | None = None
if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_forget)
