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

_UNCLEAN = "unclean"  # nbtrack.store.unclean.FILE, whose module need not be imported where there is none


class Keeping:
    """The outputs of one process of the filter. `warn` is told, once, why they cannot be kept."""

    __slots__ = ("_has_kept", "_outputs", "_pending", "_place", "_warn", "_warned")

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._has_kept = False
        self._outputs: KeptOutputs | None = None
        self._pending: tuple[str, bytes, bytes] | None = None
        self._place: str | None = None
        self._warn = warn
        self._warned = False

    def put(self, path: str, clean: bytes, full: bytes) -> None:
        """Have a notebook kept that loses outputs, by `catch_up` or whatever is asked next."""
        self.catch_up()
        self._pending = path, clean, full

    def catch_up(self) -> None:
        """Keep what the last notebook lost."""
        if self._pending:
            self._keep(*self._pending)
            self._pending = None  # not before: `finish` does again what Ctrl-C stops in the middle

    def latest(self, path: str, clean: bytes) -> bytes | None:
        """Return the notebook that was last used for a content, None where there is none."""
        self.catch_up()
        if self._outputs is None and not os.path.isdir(self._folder()):
            return None  # nothing is kept, and need not be imported for
        return self._all().latest(path, clean)

    def remember_unclean(self, raw: bytes) -> None:
        """Note what git holds without having cleaned it."""
        try:
            self._all().remember_unclean(raw)
        except (NbtrackError, OSError) as error:
            self._say(error)

    def is_held_unclean(self, path: str, raw: bytes) -> bool:
        """Tell whether git holds just that at a path, having got it from elsewhere."""
        if not os.path.exists(os.path.join(self._folder(), _UNCLEAN)):
            return False
        from nbtrack.store.unclean import has

        if not has(self._folder(), raw):
            return False
        from nbtrack.git.tracked_path import is_staged

        return is_staged(path, raw)

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
            self._all().keep(path, clean, full)
            self._has_kept = True
        except (NbtrackError, OSError) as error:
            self._say(error)

    def _folder(self) -> str:
        if self._place is None:
            self._place = os.path.join(_store_of("."), OUTPUTS)
        return self._place

    def _all(self) -> KeptOutputs:
        if self._outputs is None:
            self._outputs = kept_outputs_of(".")
        return self._outputs

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
