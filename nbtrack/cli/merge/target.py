"""Where the result of a merge goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.deliver import deliver
from nbtrack.cli.keeping import Writer
from nbtrack.notebook.files import STDIN, write

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output


def put(new: bytes, old: bytes, path: str, args: Args, out: Output) -> None:
    """Write a result where it goes: over the file that was read, unless -o names another."""
    target = args.value("output") or path
    if args.flag("dry-run"):
        return
    # What git's driver is given with --path are temporary files, of which there is nothing to bring back.
    put_file = write if args.flag("path") else Writer(args, out).write
    if target == STDIN or target != path:
        deliver(new, target, out, put_file)
    elif new != old:
        put_file(target, new, expected=old)
