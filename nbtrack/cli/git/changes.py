"""Write what `nbtrack git` changes in files, or show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.cli.text_diff import show_text_diff

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.installing import Change

SCHEMA = "nbtrack.git/1"


def carry_out(changes: list[Change], args: Args, out: Output, write: Callable[[list[Change]], None]) -> None:
    """Write changes, unless this is a rehearsal, and report them where that was asked for."""
    if not args.flag("dry-run"):
        write(changes)
    elif not args.flag("json"):
        for change in changes:
            show_text_diff(change.path, change.old or "", change.new or "", out)
    if args.flag("json"):
        rows: list[dict[str, Any]] = [{"path": c.path, "old": c.old, "new": c.new} for c in changes]
        out.json({"schema": SCHEMA, "changed": not args.flag("dry-run"), "files": rows})
