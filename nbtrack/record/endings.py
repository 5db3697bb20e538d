"""Which status the exception has that ended a run."""

from __future__ import annotations

from nbtrack.store.statuses import DISK_FULL, FAILED, OUT_OF_MEMORY

# As the system words ENOSPC and EDQUOT, and SQLite its own SQLITE_FULL.
_FULL = ("no space left on device", "disk quota exceeded", "database or disk is full")


def status_of(name: str, message: str) -> str:
    """Tell failures of the code from those of a machine that is too small."""
    if name.endswith("MemoryError"):
        return OUT_OF_MEMORY
    return DISK_FULL if any(words in message.lower() for words in _FULL) else FAILED


def is_pruned(error: BaseException) -> bool:
    """Tell whether that is Optuna's word for a trial that it gave up as hopeless, which failed at nothing."""
    return any(
        one.__name__ == "TrialPruned" and str(one.__module__).startswith("optuna.")
        for one in type(error).__mro__
    )
