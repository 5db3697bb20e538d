"""How long kept outputs stay, and how much of them."""

from __future__ import annotations

import os
import time

from nbtrack.store.output_leftovers import sweep
from nbtrack.store.retention import too_much
from nbtrack.store.write_once import refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.settings import Settings
    from nbtrack.store.kept_outputs import KeptOutputs
    from nbtrack.store.output_version import Version

_SECOND_NS = 10**9
_DAY_S = 86_400
_LAST_LOOK = ".looked"


class OutputLimits:
    """Days since a version was used last, and bytes of all versions together."""

    __slots__ = ("keep_days", "max_bytes")

    def __init__(self, keep_days: float, max_bytes: int) -> None:
        self.keep_days = keep_days
        self.max_bytes = max_bytes


def limits_from(settings: Settings) -> OutputLimits:
    """Return the limits that [tool.nbtrack.git] names."""
    return OutputLimits(settings.value("git.outputs-keep-days"), settings.value("git.outputs-max-size"))


def beyond(versions: list[Version], limits: OutputLimits, now_ns: int) -> list[Version]:
    """Return the versions that are too old or too many; they come with the one used last first."""
    aged = (((now_ns - version.used_ns) / _SECOND_NS, version.size_bytes) for version in versions)
    leaving = too_much(aged, keep_s=limits.keep_days * _DAY_S, most_bytes=limits.max_bytes)
    return [version for version, leaves in zip(versions, leaving, strict=True) if leaves]


def beyond_now(kept: KeptOutputs, limits: OutputLimits) -> list[Version]:
    """Return what of all that is kept is beyond the limits at this moment."""
    return beyond(kept.everything(), limits, time.time_ns())


def prune_daily(kept: KeptOutputs, limits: OutputLimits) -> None:
    """Forget what is beyond the limits, unless somebody looked within the last day; raises StoreError.

    The first look is due a day after something was kept.
    """
    mark = os.path.join(kept.folder, _LAST_LOOK)
    try:
        is_new = not os.path.exists(mark)
        if not is_new and time.time_ns() - os.stat(mark).st_mtime_ns < _DAY_S * _SECOND_NS:
            return
        with open(mark, "wb"):
            pass
        if is_new:
            return
    except OSError as error:
        raise refused(mark, error) from None
    kept.forget(beyond_now(kept, limits))
    sweep(kept.folder)
