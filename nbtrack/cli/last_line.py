"""The last line of a person's terminal, in whose place another is put while something goes on."""

from __future__ import annotations

import sys

_CLEAR_LINE = "\r\x1b[K"


def show(line: str) -> None:
    """Put a line in the place of the last one, as much of it as has room."""
    from shutil import get_terminal_size  # what is over before anybody waits needs none of it

    write(f"{_CLEAR_LINE}{line[: get_terminal_size().columns - 1]}")


def clear() -> None:
    """Leave the last line empty."""
    write(_CLEAR_LINE)


def write(text: str) -> None:
    """Write to the terminal at once."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # the terminal was closed; who closed it sends a signal
        return
