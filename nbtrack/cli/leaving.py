"""End the program without taking it apart, where nothing waits for its end."""

from __future__ import annotations

import atexit
import os
import sys

_ORDERLY = "threading"  # threads are waited for; what a database committed needs no end


def leave(code: int) -> None:
    """End the process if that changes nothing but how long it takes; return otherwise.

    To delete modules one by one takes an interpreter a quarter of the time in which it starts.
    """
    watched = sys.getprofile() or sys.gettrace() or sys.flags.inspect or sys.flags.dev_mode
    if watched or atexit._ncallbacks() or _ORDERLY in sys.modules:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # the interpreter has its own way to say so
        return
    os._exit(code)
