"""`nbtrack extract --locate`: from a line of a script, or a traceback, back to the cell."""

from __future__ import annotations

import os
import sys

from nbtrack.errors import ScriptError, UsageError
from nbtrack.notebook.files import STDIN, read
from nbtrack.script.line_map import SUFFIX, place_of, read_map, with_places
from nbtrack.terminal import as_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.output import Output


def locate(scripts: tuple[str, ...], what: str, out: Output) -> int:
    """Say where a line of one script comes from; for "-" read a traceback from stdin and add the places."""
    if len(scripts) != 1 or not (what == STDIN or what.isdecimal()):
        raise UsageError("--locate needs a line or -, and one script", hint="as in: extract a.py --locate 12")
    (script,) = scripts
    if not os.path.isfile(script + SUFFIX):
        raise ScriptError(
            f"{script} has no map beside it",
            hint=f"make one: `nbtrack extract NOTEBOOK -o {as_word(script)} --map`",
        )
    try:
        notebook, places = read_map(read(script + SUFFIX).decode("utf-8", "replace"))
    except ScriptError as error:
        raise ScriptError(f"{script}{SUFFIX}: {error.message}", hint=error.hint) from None
    if what == STDIN:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        for line in with_places(text, places, notebook, lambda path: _is_same(path, script)).splitlines():
            out.line(line)
        return 0
    out.line(f"{notebook}: {place_of(places, int(what))}")
    return 0


def _is_same(path: str, script: str) -> bool:
    """Tell whether a traceback means the script, wherever that ran."""
    return os.path.basename(path.replace("\\", "/")) == os.path.basename(script)
