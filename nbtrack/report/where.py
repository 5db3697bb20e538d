"""Where a finding is, in the words and paths that all formats share."""

from __future__ import annotations

import os

from nbtrack.project import is_below, path_from
from nbtrack.terminal import safe_line, without_inner_commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.rules.place import Place


def cell_words(place: Place) -> str:
    """Say the cell for people: "cell 3 (5f2c91ab), line 2"; empty where the whole notebook is meant."""
    if place.cell is None:
        return ""
    words = f"cell {place.cell}" + (f" ({safe_line(place.cell_id)})" if place.cell_id else "")
    return words if place.line is None else f"{words}, line {place.line}"


def led_by_cell(place: Place, text: str) -> str:
    """Put the cell in front of a message: "cell 3 (5f2c91ab): code cell stores 1 output"."""
    words = cell_words(place)
    return f"{words}: {text}" if words else text


def log_text(text: str) -> str:
    """Show text as part of a line in which a CI server sees no command of its own, as wide as it was."""
    return without_inner_commands(safe_line(text))


def log_path(path: str) -> str:
    """Show a path at the start of a line, where "::" would begin a command of GitHub's."""
    return log_text(f"./{path}" if path.startswith("::") else path)


def path_from_here(path: str) -> str:
    """Return the path by which a code host knows a file: from the working folder where it is below that."""
    return path_from(os.curdir, path) if is_below(os.curdir, path) else path


def well_formed(text: str) -> str:
    """Return text that every reader of JSON takes: lone surrogates and stray bytes are written out."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raw_b = text.encode("utf-8", "surrogateescape" if stray_bytes_only(text) else "backslashreplace")
        return raw_b.decode("utf-8", "backslashreplace")
    return text


def stray_bytes_only(text: str) -> bool:
    """Tell whether every lone surrogate is a byte of a path that is no UTF-8; Windows has others."""
    return all("\udc80" <= c <= "\udcff" for c in text if "\ud800" <= c <= "\udfff")
