"""What git calls while it adds and checks out: the filter as one process, or once for each file."""

from __future__ import annotations

import sys

from nbtrack.git.filter import Filter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.errors import NbtrackError


def _filter_process(args: Args, out: Output) -> int:
    from nbtrack.git.filter_process import serve
    from nbtrack.git.pipes import open_pipes

    del args
    made = Filter(out.warn)
    conversions = {"clean": made.clean, "smudge": made.smudge}

    def refused(error: NbtrackError) -> None:
        out.fail(error.message, error.hint)

    try:
        serve(*open_pipes(), conversions, refused, made.use_the_wait)
    finally:  # Ctrl-C ends this too, and what was taken out may be gone from the work tree
        made.finish()
    return 0


def _clean(args: Args, out: Output) -> int:
    made = Filter(out.warn)
    out.raw(made.clean(args.positional[1], sys.stdin.buffer.read()))
    made.finish()
    return 0


def _smudge(args: Args, out: Output) -> int:
    made = Filter(out.warn)
    out.raw(made.smudge(args.positional[1], sys.stdin.buffer.read()))
    made.finish()
    return 0


ACTIONS: dict[str, Callable[[Args, Output], int]] = {
    "filter-process": _filter_process,
    "clean": _clean,
    "smudge": _smudge,
}
