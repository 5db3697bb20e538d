"""Keys that stand twice in one object: parsers keep one of the values and drop the other without a word."""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.marks import COUNT, METADATA, OUTPUTS
from nbtrack.notebook.scan import parse_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Notebook

_COUNTED = (OUTPUTS, COUNT, METADATA)
HINT = "delete one of the two in a text editor"
# What strip looks at; without `cells` or its like a document holds none of the above where they count.
_LOOKED_AT = frozenset((*_COUNTED, "cells", "worksheets", "prompt_number"))
# A letter, or the line of `execution_count`, as an escape: no writer of notebooks does that.
_ESCAPES = (b"\\u004", b"\\u005", b"\\u006", b"\\u007")


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


def require_all_seen(notebook: Notebook) -> None:
    """Raise EditError where a parser hides something that strip would look at: the first of two values."""
    if _is_all_seen(notebook):
        return
    data, doubled = doubled_keys(notebook.text)
    looked_at = set(map(id, _objects(data)))
    for value, key in doubled:
        if key in _LOOKED_AT and id(value) in looked_at:
            raise EditError(f"{notebook.path}: {twice(key)}", hint=HINT)


def twice(key: str) -> str:
    """Say what is wrong with an object that has a key twice."""
    return f'the key "{key}" stands twice in one object, so it cannot be edited safely'


def _is_all_seen(notebook: Notebook) -> bool:
    """Tell whether each key stands in the text as often as in what was parsed; False where that is unsure.

    Counting takes a fraction of what parsing does. What looks like a key elsewhere makes it unsure.
    """
    raw = notebook.raw
    if b"\\u00" in raw and any(escape in raw for escape in _ESCAPES):
        return False
    objects = list(_objects(notebook.data))
    return all(
        raw.count(b'"%b"' % key.encode()) == len([1 for found in objects if key in found]) for key in _COUNTED
    )


def _objects(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the notebook, its worksheets, cells and outputs."""
    yield data
    sheets = [sheet for sheet in _listed(data.get("worksheets")) if isinstance(sheet, dict)]
    yield from sheets
    for holder in (data, *sheets):
        for cell in _listed(holder.get("cells")):
            if isinstance(cell, dict):
                yield cell
                if cell.get(OUTPUTS):
                    yield from (output for output in _listed(cell[OUTPUTS]) if isinstance(output, dict))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
