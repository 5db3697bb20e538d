"""Keep what a command is about to overwrite, when a person runs it, so that `nbtrack undo` can bring it back.

Nothing of the store is imported before the first file is written with undo on.
"""

from __future__ import annotations

import os
import sys

from nbtrack.cli.options import Option
from nbtrack.errors import StoreError, UndoError, UsageError
from nbtrack.notebook.files import write
from nbtrack.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write
    from nbtrack.settings import Settings
    from nbtrack.store.undo_log import Keeper, UndoLog

UNDO_OPTIONS = (
    Option("--undo", help="keep what is overwritten for `nbtrack undo`: the default at a terminal"),
    Option("--no-undo", help="keep nothing: the default in hooks, CI and scripts"),
)
# Who sets these runs nbtrack without a person: CI services, pre-commit, and git for its own hooks.
_UNATTENDED = ("CI", "PRE_COMMIT", "GIT_INDEX_FILE")
_DAY_S = 86400.0


class Writer:
    """Write files for one command, and keep what they held where undo is on."""

    __slots__ = ("_args", "_is_on", "_keeper", "_out", "_write")

    def __init__(self, args: Args, out: Output, write: Write = write) -> None:
        self._args = args
        self._out = out
        self._write = write
        self._is_on: bool | None = None
        self._keeper: Keeper | None = None

    def write(
        self, path: str, new: bytes, *, expected: bytes | None, seen: os.stat_result | None = None
    ) -> None:
        """Replace a file as `notebook.files.write` does; raises UndoError where it cannot be kept."""
        if self._is_on is None:
            self._is_on = wants_undo(self._args, read_settings())
        if not self._is_on or expected is None:
            self._write(path, new, expected=expected, seen=seen)
            return
        self._keep(path, expected, new)
        try:
            self._write(path, new, expected=expected, seen=seen)
        except Exception:  # an interruption may come after the last step: undo sees which it was
            self._drop(path)
            raise

    def _keep(self, path: str, old: bytes, new: bytes) -> None:
        try:
            if self._keeper is None:
                self._keeper = _begin((self._args.command.name, *self._args.words))
                self._out.note("`nbtrack undo` brings back what is overwritten now")
            self._keeper.keep(path, old, new)
        except StoreError as error:
            raise UndoError(
                f"{path} was left as it is, for undo cannot keep it: {error.message}",
                hint="make room or mend the store, or do it without a way back: --no-undo",
            ) from None

    def _drop(self, path: str) -> None:
        if self._keeper:
            self._keeper.drop(path)


def wants_undo(args: Args, settings: Settings) -> bool:
    """Tell whether to keep what is overwritten: the command line, else the setting, else who runs it."""
    if args.flag("undo") and args.flag("no-undo"):
        raise UsageError("--undo and --no-undo contradict each other")
    if args.flag("undo") or args.flag("no-undo"):
        return args.flag("undo")
    said: str = settings.value("undo.on")
    return said == "always" or (said == "auto" and _is_attended())


def _is_attended() -> bool:
    if any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in _UNATTENDED):
        return False
    return sys.stdout.isatty() or sys.stderr.isatty()


def _begin(words: tuple[str, ...]) -> Keeper:
    from nbtrack.store.location import store_root
    from nbtrack.store.undo_log import UndoLog

    log = UndoLog(store_root())
    prune(log, read_settings())
    return log.begin(words)


def prune(log: UndoLog, settings: Settings) -> None:
    """Forget what is over the limits that the settings name."""
    log.prune(keep_s=settings.value("undo.keep-days") * _DAY_S, most_bytes=settings.value("undo.max-size"))
