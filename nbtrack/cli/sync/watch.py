"""Sync again whenever a side of a pair changes."""

from __future__ import annotations

from nbtrack.cli.watching import changes_below, folders_of
from nbtrack.errors import NbtrackError
from nbtrack.pairing.finder import TEXT_SUFFIXES
from nbtrack.pairing.formats import NOTEBOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

_SETTINGS = (".toml", ".yml", ".yaml", ".json")


def watch(args: Args, out: Output, sync: Callable[[], int]) -> int:
    """Sync now and after each change, until Ctrl-C; raises NbtrackError where it cannot watch.

    What this writes is in step, so that it ends with one more look at it.
    """
    folders = folders_of(args)
    for names in changes_below(folders, (NOTEBOOK, *TEXT_SUFFIXES, *_SETTINGS)):
        try:
            sync()
        except NbtrackError as error:  # a full disk, say, or settings that are being edited
            out.fail(error.message, error.hint)
        if not names:
            out.note(f"watching {', '.join(folders)}; Ctrl-C ends it")
    return 0
