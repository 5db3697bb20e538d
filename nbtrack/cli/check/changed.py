"""Check only what changed in git."""

from __future__ import annotations

import os

from nbtrack.errors import NotebookError, UsageError
from nbtrack.notebook.files import STDIN, read
from nbtrack.report.result import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.changed_files import ChangedFiles
    from nbtrack.report.result import Checked
    from nbtrack.rules.finding import Finding

    class Sides(Protocol):
        """A notebook before and after a change, by its path."""

        def before(self, path: str) -> bytes | None:
            """Return what it was, None where there was none."""

        def after(self, path: str) -> bytes:
            """Return what it is."""


_HEAD = "HEAD"
_FIXING = ("fix", "unsafe-fixes", "diff", "write-baseline")


class Changes:
    """What differs from a revision, in each checkout that a path is in."""

    __slots__ = ("_by_root", "revision")

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self._by_root: dict[str, ChangedFiles] = {}

    def of(self, path: str) -> ChangedFiles:
        """Return the changes in the checkout of a path; raises GitError."""
        from nbtrack.git.changed_files import changed_files, checkout_root

        root = checkout_root(path)
        if root not in self._by_root:
            self._by_root[root] = changed_files(root, self.revision)
        return self._by_root[root]

    def before(self, path: str) -> bytes | None:
        """Return what the revision has, under whatever name; None where it has none."""
        return self.of(path).before(path)

    def after(self, path: str) -> bytes:
        """Return what the work tree has; raises NotebookError."""
        return read(path)


def changes(args: Args) -> Changes:
    """Return the changes that were asked for; raises UsageError for what has no history."""
    if STDIN in args.positional:
        raise UsageError("--changed needs files: what comes through stdin has no history")
    if args.flag("changed-cells"):
        check_reports_only(args, "changed-cells")
    return Changes(args.value("changed") or _HEAD)


def check_reports_only(args: Args, option: str, hint: str | None = None) -> None:
    """Refuse what writes or previews next to an option that cannot; raises UsageError."""
    for other in _FIXING:
        if args.flag(other):
            raise UsageError(f"--{option} only reports: it does not go together with --{other}", hint=hint)


def only_changed(paths: Sequence[str], changed: Changes, out: Output) -> list[str]:
    """Leave out files that did not change; one that does not exist is met when it is read."""
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing and changed.revision == _HEAD:
        out.note(f"to compare with a revision, write --changed={missing[0]}")
    left = [path for path in paths if path in missing or changed.of(path).holds(path)]
    if not left:
        out.note(f"no notebook changed since {changed.revision}")
    return left


def only_in_changed_cells(report: Report, sides: Sides) -> Report:
    """Return the report without findings of cells that are as they were."""
    files = [_reduced(file, sides) if file.is_readable else file for file in report.files]
    return Report(files, known=report.known, stale=report.stale)


def _reduced(file: Checked, sides: Sides) -> Checked:
    before_b = sides.before(file.path) if file.findings else None
    if before_b is None:
        return file
    concerns = _concerns(file.path, before_b, sides.after(file.path))
    return file.only([index for index, finding in enumerate(file.findings) if concerns(finding)])


def _concerns(path: str, before_b: bytes, after_b: bytes) -> Callable[[Finding], bool]:
    from nbtrack.diff.changed_cells import changed_cells, frame_changed
    from nbtrack.notebook.document import parse

    try:
        old, new = parse(before_b, path), parse(after_b, path)
    except NotebookError:  # it was no notebook before: all of it is new
        return lambda _: True
    cells, frame = changed_cells(old, new), frame_changed(old, new)
    return lambda finding: frame if finding.place.cell is None else finding.place.cell in cells
