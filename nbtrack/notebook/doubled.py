"""Keys that stand twice in one object: parsers keep one of the values and drop the other without a word."""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.marks import OUTPUTS
from nbtrack.notebook.scan import parse_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Notebook

HINT = "delete one of the two in a text editor"
_HOLDING_OUTPUTS = (OUTPUTS, "cells", "worksheets")


def doubled_keys(text: str) -> tuple[Any, list[tuple[dict[str, Any], str]]]:
    """Parse a text that parses; return what it says, and the objects in which a key stands twice."""
    doubled: list[tuple[dict[str, Any], str]] = []

    def from_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            doubled.extend((found, key) for key in found if keys.count(key) > 1)
        return found

    return parse_pairs(text, from_pairs), doubled


def require_outputs_seen(notebook: Notebook) -> None:
    """Raise EditError where a parser hides outputs: those of a cell that has them twice.

    Counting takes a fraction of what parsing does; what looks like the key elsewhere calls for a closer look.
    """
    if notebook.raw.count(b'"outputs"') == len([1 for cell in _cells(notebook.data) if OUTPUTS in cell]):
        return
    data, doubled = doubled_keys(notebook.text)
    holders = set(map(id, (data, *_sheets(data), *_cells(data))))
    for value, key in doubled:
        if key in _HOLDING_OUTPUTS and id(value) in holders:
            raise EditError(f"{notebook.path}: {twice(key)}", hint=HINT)


def twice(key: str) -> str:
    """Say what is wrong with an object that has a key twice."""
    return f'the key "{key}" stands twice in one object, so it cannot be edited safely'


def _cells(data: dict[str, Any]) -> list[Any]:
    """List the cells of a notebook of any format, none for a Zeppelin note."""
    found: list[Any] = data.get("cells", [])
    return (
        found if "worksheets" not in data else found + [c for s in _sheets(data) for c in s.get("cells", ())]
    )


def _sheets(data: dict[str, Any]) -> list[dict[str, Any]]:
    sheets = data.get("worksheets")
    return [sheet for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
