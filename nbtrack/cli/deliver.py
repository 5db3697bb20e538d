"""Put a result where it was asked for: on stdout or into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.notebook.files import STDIN, read_if_there, write, write_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write


def deliver(made_b: bytes, target: str, out: Output, write: Write = write) -> None:
    """Write bytes to a file in one step, or to stdout for "-"."""
    if target == STDIN:
        out.raw(made_b)
        return
    present = read_if_there(target)
    if made_b != present:
        write(target, made_b, expected=present)


def deliver_json(parts: Iterable[bytes], target: str, out: Output) -> None:
    """Do the same with JSON that is too much to be held at once."""
    if target == STDIN:
        out.json_parts(parts)
    else:
        write_parts(target, parts)
