"""The files that `pair` writes, or would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.keeping import Writer
from nbtrack.pairing.sync import write_change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.sync import Change


class Files:
    """What becomes of files: written unless this is a rehearsal, and told as it goes."""

    def __init__(self, args: Args, out: Output) -> None:
        self.rows: list[dict[str, object]] = []
        self._writer = Writer(args, out)
        self._is_rehearsal = args.flag("dry-run")
        self._is_told_at_the_end = args.flag("json")
        self._out = out

    def write(self, changes: Iterable[Change]) -> None:
        """Write what changes, or only tell it."""
        for change in changes:
            if not self._is_rehearsal:
                write_change(change, self._writer.write)
            self.tell(change.path, is_new=change.old is None)

    def tell(self, path: str, *, is_new: bool) -> None:
        """Tell of one file that it was made or updated, or would be."""
        self.rows.append({"path": path, "is_new": is_new, "written": not self._is_rehearsal})
        if self._is_told_at_the_end:
            return
        done = "made" if is_new else "updated"
        if self._is_rehearsal:
            self._out.line(f"{path}: would be {done}")
        else:
            self._out.note(f"{path}: {done}")

    def tell_unchanged(self, pair: Pair) -> None:
        """Tell of a pair that there is nothing to do."""
        self._out.note(f"{pair.notebook} and {pair.text} are a pair already")
