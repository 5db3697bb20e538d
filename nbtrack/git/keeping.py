"""Keep the outputs that a filter takes out, when git has its answer, and bring them back."""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError
from nbtrack.git.worktrees import main_worktree
from nbtrack.store.location import OUTPUTS, store_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.kept_outputs import KeptOutputs


class Keeping:
    """The outputs of one process of the filter. `warn` is told, once, why they cannot be kept."""

    __slots__ = ("_has_kept", "_outputs", "_pending", "_warn", "_warned")

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._has_kept = False
        self._outputs: KeptOutputs | None = None
        self._pending: tuple[str, bytes, bytes] | None = None
        self._warn = warn
        self._warned = False

    def put(self, path: str, clean: bytes, full: bytes) -> None:
        """Have a notebook kept that loses outputs, by `catch_up` or whatever is asked next."""
        self.catch_up()
        self._pending = path, clean, full

    def catch_up(self) -> None:
        """Keep what the last notebook lost."""
        if self._pending:
            pending, self._pending = self._pending, None
            self._keep(*pending)

    def latest(self, path: str, clean: bytes) -> bytes | None:
        """Return the notebook that was last used for a content, None where there is none."""
        self.catch_up()
        if self._outputs is None:
            if not os.path.isdir(os.path.join(_store_of("."), OUTPUTS)):
                return None  # nothing is kept, and need not be imported for
            self._outputs = kept_outputs_of(".")
        return self._outputs.latest(path, clean)

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
