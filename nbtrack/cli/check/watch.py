"""Check again whenever a notebook changes."""

from __future__ import annotations

import gc
import os
import sys

from nbtrack.cli.watching import changes_below, folders_of
from nbtrack.errors import NbtrackError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

# What findings depend on: notebooks, the texts that they are paired with, settings and declared dependencies.
_SUFFIXES = (".ipynb", ".py", ".md", ".toml", ".txt", ".in", ".cfg", ".yml", ".yaml", ".lock")
_CLEAR_B = b"\x1b[H\x1b[2J"


def watch(args: Args, out: Output, check: Callable[[], int]) -> int:
    """Check now and after each change, until Ctrl-C; raises NbtrackError where it cannot."""
    folders = folders_of(args)
    ignored = os.path.abspath(args.value("output") or "")  # our own report would set us off again
    for names in changes_below(folders, _SUFFIXES, ignored):
        if names:
            _check_again(out, check, names)
        else:
            _check(out, check, note=f"watching {', '.join(folders)}; Ctrl-C ends it")
    return 0


def _check_again(out: Output, check: Callable[[], int], names: list[str]) -> None:
    try:
        _check(out, check, note=f"changed: {', '.join(names)}")
    except NbtrackError as error:  # a settings file that is being edited, say
        out.fail(error.message, error.hint)


def _check(out: Output, check: Callable[[], int], *, note: str) -> None:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        out.raw(_CLEAR_B)
    check()
    gc.collect()  # a check of many notebooks counts on ending with the last of them
    out.note(note)
