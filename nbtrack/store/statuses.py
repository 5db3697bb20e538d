"""The words for what a record is and how its run ended."""

from __future__ import annotations

RUN, SNAPSHOT = "run", "snapshot"  # kinds; a snapshot, which never ran, has its kind for a status too

FINISHED = "finished"
FAILED = "failed"  # a cell raised
EXITED = "exited"  # a cell called sys.exit() and said that this is no failure
INTERRUPTED = "interrupted"  # by a person: Ctrl-C
TERMINATED = "terminated"  # by the system: SIGTERM
HUNG_UP = "hung-up"  # the terminal was closed
TIMED_OUT = "timed-out"
KILLED = "killed"  # the kernel died or was killed
OUT_OF_MEMORY = "out-of-memory"  # the kernel was killed for it, or a cell raised MemoryError
DISK_FULL = "disk-full"  # for a cell, or for the store
LOST = "lost"  # nobody owns it any more: nbtrack was killed, or its machine has not been heard of for long
RUNNING = "running"  # only in journals

STOPPED = frozenset((INTERRUPTED, TERMINATED, HUNG_UP))  # from outside, on purpose


def failure_text(name: str, message: str) -> str:
    """Say why a run or cell failed; a shell's kernel gives its errors no name."""
    return ": ".join(filter(None, (name, message))) or "error"
