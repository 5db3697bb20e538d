"""What the filter does with a file: clean it on its way into git, bring outputs back on the way out."""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError
from nbtrack.git.cleaning import Cleaner
from nbtrack.git.readable import FIRST_LINE
from nbtrack.git.worktrees import main_worktree
from nbtrack.store.location import OUTPUTS, store_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.kept_outputs import KeptOutputs

# `git blame` sends the filter what textconv made of the file (fake_working_tree_commit in its blame.c).
_SHOWN = f"{FIRST_LINE}\n".encode()


class Filter:
    """Both ways of the filter. `warn` is told, once, why outputs cannot be kept: git goes on without."""

    __slots__ = ("_cleaner", "_has_kept", "_outputs", "_pending", "_warn", "_warned")

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._cleaner = Cleaner()
        self._outputs: KeptOutputs | None = None
        self._has_kept = False
        self._pending: tuple[str, bytes, bytes] | None = None
        self._warn = warn
        self._warned = False

    def clean(self, path: str, full: bytes) -> bytes:
        """Return what git gets of a notebook; raises NbtrackError where it cannot be cleaned.

        What is taken out is kept by `catch_up`, when git has its answer.
        """
        self.catch_up()
        if full.startswith(_SHOWN):
            return full
        cleaned = self._cleaner.clean(path, full)
        if cleaned.lost_outputs and self._cleaner.rules(path).keeps_outputs:
            self._pending = path, cleaned.raw, full
        return cleaned.raw

    def smudge(self, path: str, clean: bytes) -> bytes:
        """Return a notebook with the outputs it last had, where cleaning that gives the same again.

        Never fails: whatever is in the way, the work tree gets what git has.
        """
        self.catch_up()
        try:
            if clean and self._cleaner.rules(path).keeps_outputs:
                full = self._latest(path, clean)
                if full is not None and self._cleaner.clean(path, full).raw == clean:
                    return full
        except (NbtrackError, OSError):
            pass
        return clean

    def catch_up(self) -> None:
        """Keep what the last notebook lost."""
        if self._pending:
            pending, self._pending = self._pending, None
            self._keep(*pending)

    def finish(self) -> None:
        """Keep what is left to keep; forget what is beyond the limits, once a day, where any was kept now."""
        self.catch_up()
        if not self._outputs or not self._has_kept:
            return
        self._outputs.close()
        from nbtrack.settings import read_settings
        from nbtrack.store.output_limits import limits_from, prune_daily

        try:
            prune_daily(self._outputs, limits_from(read_settings()))
        except (NbtrackError, OSError) as error:
            self._say(error)

    def _keep(self, path: str, clean: bytes, full: bytes) -> None:
        try:
            if self._outputs is None:
                self._outputs = kept_outputs_of(".")
            self._outputs.keep(path, clean, full)
            self._has_kept = True
        except (NbtrackError, OSError) as error:
            self._say(error)

    def _latest(self, path: str, clean: bytes) -> bytes | None:
        if self._outputs is None:
            if not os.path.isdir(os.path.join(_store_of("."), OUTPUTS)):
                return None  # nothing is kept, and need not be imported for
            self._outputs = kept_outputs_of(".")
        return self._outputs.latest(path, clean)

    def _say(self, error: Exception) -> None:
        if not self._warned:
            self._warned = True
            hint = error.hint if isinstance(error, NbtrackError) else None
            self._warn(f"outputs are not kept: {error}" + (f"; {hint}" if hint else ""))


def kept_outputs_of(folder: str) -> KeptOutputs:
    """Return the outputs kept for the repository that a folder is in; raises SettingsError."""
    from nbtrack.store.kept_outputs import KeptOutputs

    return KeptOutputs(_store_of(folder))


def _store_of(folder: str) -> str:
    return store_root(main_worktree(folder))
