"""Which notebooks are checked."""

from __future__ import annotations

import os

from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.patterns import excluded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.check.setup import Setups
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output


def targets(args: Args, setups: Setups, out: Output) -> list[str]:
    """List the notebooks that paths name; one that does not exist is met when it is read."""
    found: dict[str, None] = {}
    for path in args.positional or (".",):
        paths = find_notebooks((path,)) if os.path.lexists(path) else [path]
        if not paths:
            out.note(f"no notebooks in {path}")
        found.update(dict.fromkeys(paths))
    return [path for path in found if not excluded(path, setups.of(path).exclude)]
