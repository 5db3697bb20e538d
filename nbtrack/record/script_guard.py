"""End a script when the nbtrack that records it is killed: a program of its own, since the dead do nothing.

It is started by its path and imports no more than it needs, so that it is there before the script.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OVER = "over"


@contextmanager
def guarded() -> "Iterator[Callable[[int], None]]":
    """Yield what takes a group of processes: it is killed unless this process leaves the block in order.

    Raises OSError.
    """
    with subprocess.Popen(
        [sys.executable, "-I", "-S", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        start_new_session=True,  # what ends all at the terminal is not for it
    ) as program:
        yield lambda group: _say(program, group)
        _say(program, _OVER)


def _say(program: "subprocess.Popen[bytes]", word: object) -> None:
    assert program.stdin  # noqa: S101 - for the type checker
    with suppress(BrokenPipeError):  # somebody killed it
        program.stdin.write(f"{word}\n".encode("ascii"))


def main() -> None:
    """Wait for the end of what is said, and kill the group where nobody said that all is over."""
    group, *rest = sys.stdin.read().split() or [""]
    if group.isdigit() and not rest:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(int(group), signal.SIGKILL)


if __name__ == "__main__":
    main()
