"""Which cell and line each line of a script comes from, as a file beside the script."""

from __future__ import annotations

import json
import re

from nbtrack.errors import ScriptError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.script.model import Script

SCHEMA = "nbtrack.map/1"
MARK = f'{{"schema": "{SCHEMA}"'
SUFFIX = ".map"
_FRAME = re.compile(r'^[ \t|+]*File "(?P<path>[^"\n]+)", line (?P<line>\d+).*$', re.MULTILINE)

Places = tuple[tuple[int, int] | None, ...]


def line_map(script: Script, notebook: str) -> str:
    """Return the map as JSON: for each line of the script `[cell, line in the cell]`, or null."""
    head = json.dumps({"schema": SCHEMA, "notebook": notebook})
    return f'{head[:-1]}, "lines": {json.dumps(script.lines)}}}\n'


def read_map(text: str) -> tuple[str, Places]:
    """Return the notebook that a map names, and the places; raises ScriptError for what is no map."""
    try:
        data = json.loads(text)
        places = tuple(None if place is None else (int(place[0]), int(place[1])) for place in data["lines"])
        if data["schema"] != SCHEMA:
            raise ValueError(data["schema"])
        return str(data["notebook"]), places
    except (ValueError, TypeError, LookupError, RecursionError):
        raise ScriptError(
            "it is no map of a script", hint="make it anew: `nbtrack extract NOTEBOOK -o SCRIPT --map`"
        ) from None


def place_of(places: Places, line: int) -> str:
    """Say where a line of the script stands in the notebook."""
    place = places[line - 1] if 1 <= line <= len(places) else None
    return f"cell {place[0]}, line {place[1]}" if place else "no cell"


def with_places(text: str, places: Places, notebook: str, is_script: Callable[[str], bool]) -> str:
    """Return a traceback with the place in the notebook behind each line of the script."""

    def told(match: re.Match[str]) -> str:
        if not is_script(match["path"]):
            return match[0]
        return f"{match[0]}  # {notebook}: {place_of(places, int(match['line']))}"

    return _FRAME.sub(told, text)
