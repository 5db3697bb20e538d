"""A line that counts on stderr, where a person at a terminal waits for long."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.output import Output
    from nbtrack.report.result import Checked

_PATIENCE_S = 1.0
_TICK_S = 0.1
_CLEAR_LINE = "\r\x1b[K"


def counted(found: Iterator[Checked], total: int, out: Output) -> Iterator[Checked]:
    """Pass on what is found, and show how far it got once that takes longer than a moment."""
    if not out.interactive:
        yield from found
        return
    next_s = monotonic() + _PATIENCE_S
    shown = False
    try:
        for number, checked in enumerate(found, 1):
            if checked.error is not None and shown:
                sys.stderr.write(_CLEAR_LINE)  # what failed is told in a line of its own
            yield checked
            if monotonic() >= next_s:
                sys.stderr.write(f"{_CLEAR_LINE}{number} of {total} notebooks")
                sys.stderr.flush()
                next_s, shown = monotonic() + _TICK_S, True
    finally:
        if shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
