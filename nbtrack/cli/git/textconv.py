"""What git calls to show a notebook: as text, cleaned as git keeps it."""

from __future__ import annotations

import os

from nbtrack.errors import NotebookError
from nbtrack.git.cleaning import Cleaner
from nbtrack.git.readable import readable
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output


def _textconv(args: Args, out: Output) -> int:
    """Print a notebook as text; what is none is printed as it is, so that git has something to compare."""
    path = args.positional[1]
    raw = read(path)
    try:
        clean = raw if args.flag("keep-outputs") else _cleaned(path, raw)
        lines = list(readable(parse(clean, path)))
    except NotebookError:
        out.raw(raw)
        return 0
    out.raw("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    return 0


def _cleaned(path: str, raw: bytes) -> bytes:
    """Clean by the settings of the notebook's folder, which of a temporary file has to be found out.

    What git has is clean mostly, whatever folder it is from.
    """
    cleaner = Cleaner()
    if not os.path.isabs(path):
        return cleaner.clean(path, raw).raw
    clean = cleaner.clean(os.path.basename(path), raw).raw
    if clean == raw:
        return raw
    from nbtrack.git.tracked_path import tracked_path

    found = tracked_path(path, raw)
    return cleaner.clean(found, raw).raw if found else clean


ACTIONS: dict[str, Callable[[Args, Output], int]] = {"textconv": _textconv}
