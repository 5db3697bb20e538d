"""Put a result where it was asked for: on stdout or into a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.files import STDIN, read, write

if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.notebook.files import Write


def deliver(made_b: bytes, target: str, out: Output, write: Write = write) -> None:
    """Write bytes to a file in one step, or to stdout for "-"."""
    if target == STDIN:
        out.raw(made_b)
        return
    present = read(target) if os.path.exists(target) else None
    if made_b != present:
        write(target, made_b, expected=present)
