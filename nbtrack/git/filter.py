"""What the filter does with a file: clean it on its way into git, bring outputs back on the way out."""

from __future__ import annotations

from nbtrack.errors import NbtrackError
from nbtrack.git.ahead import Ahead
from nbtrack.git.cleaning import Cleaner
from nbtrack.git.keeping import Keeping
from nbtrack.git.readable import FIRST_LINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# `git blame` sends the filter what textconv made of the file (fake_working_tree_commit in its blame.c).
_SHOWN = f"{FIRST_LINE}\n".encode()


class Filter:
    """Both ways of the filter. `warn` is told, once, why outputs cannot be kept: git goes on without."""

    __slots__ = ("_ahead", "_arrived", "_cleaner", "_keeping")

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._cleaner = Cleaner()
        self._ahead = Ahead(self._cleaner.clean)
        self._keeping = Keeping(warn)
        self._arrived: tuple[str, bytes] | None = None

    def clean(self, path: str, full: bytes) -> bytes:
        """Return what git gets of a notebook; raises NbtrackError where it cannot be cleaned.

        What is taken out is kept when git has its answer, by `use_the_wait` or by `finish`. What git itself
        holds unclean, as commits from before the filter do, stays so: it would be a change that nobody made,
        and git would not switch away from it.
        """
        if full.startswith(_SHOWN):
            return full
        try:
            ready = self._ahead.take(path, full)
            cleaned = ready if ready and ready.rules.hold else self._cleaner.clean(path, full)
        except NbtrackError:
            from nbtrack.git.tracked_path import is_staged  # hardly ever needed

            if is_staged(path, full):
                return full
            raise
        if cleaned.raw != full and self._keeping.is_held_unclean(path, full):
            return full
        if cleaned.lost_outputs and cleaned.rules.keeps_outputs:
            self._keeping.put(path, cleaned.raw, full)
        return cleaned.raw

    def smudge(self, path: str, clean: bytes) -> bytes:
        """Return a notebook with the outputs it last had, where cleaning that gives the same again.

        Never fails: whatever is in the way, the work tree gets what git has.
        """
        try:
            if clean and self._cleaner.rules(path).keeps_outputs:
                full = self._keeping.latest(path, clean)
                if full is not None and self._cleaner.clean(path, full).raw == clean:
                    return full
                self._arrived = path, clean
        except (NbtrackError, OSError):
            pass
        return clean

    def use_the_wait(self) -> None:
        """Do what is to be done while git is busy with its answer."""
        self._keeping.catch_up()
        self._look_at_arrived()
        self._ahead.prepare()

    def finish(self) -> None:
        """Do what is left to do when git hangs up."""
        self._look_at_arrived()
        self._keeping.finish()

    def _look_at_arrived(self) -> None:
        if self._arrived is None:
            return
        (path, raw), self._arrived = self._arrived, None
        try:
            if self._cleaner.clean(path, raw).raw == raw:
                return
        except NbtrackError:  # broken, and in git all the same
            pass
        self._keeping.remember_unclean(raw)
