"""Find where values stand in a JSON text.

Only containers on the way to a wanted value are walked in Python; everything else is stepped over by the
C scanner, so that locating costs little more than parsing and assumes nothing about the layout.
"""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.scan import scan_string, scan_value, skip_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nbtrack.notebook.document import Pointer

    # A tree of wanted keys: an empty one is a value whose inside does not matter.
    Wanted = dict[str | int, "Wanted"]


class Entry:
    """A member of an object or an element of an array: where it starts, where its value stands.

    All are offsets into the text. `start` is that of the key in an object and of the value in an array.
    """

    __slots__ = ("end", "key", "node", "start", "value_start")

    def __init__(self, key: str | int, start: int, value_start: int, end: int, node: Node | None) -> None:
        self.key = key
        self.start = start
        self.value_start = value_start
        self.end = end
        self.node = node


class Node:
    """A container that was walked: its span, both brackets included, and its entries."""

    __slots__ = ("end", "entries", "is_object", "start")

    def __init__(self, *, is_object: bool, start: int, end: int, entries: list[Entry]) -> None:
        self.is_object = is_object
        self.start = start
        self.end = end
        self.entries = entries

    def entry(self, key: str | int) -> Entry | None:
        """Return the entry of a key; raises EditError where an object says it twice."""
        found = [entry for entry in self.entries if entry.key == key]
        if len(found) > 1:
            raise EditError(f"the key {key!r} stands twice in one object, so it cannot be edited safely")
        return found[0] if found else None


def outline(text: str, pointers: Iterable[Pointer]) -> Node:
    """Walk a text that parses, down to the containers in which the pointers end."""
    wanted: Wanted = {}
    for pointer in pointers:
        level = wanted
        for key in pointer[:-1]:
            level = level.setdefault(key, {})
        level.setdefault(pointer[-1], {})
    return _walk(text, skip_space(text, 1 if text.startswith("\ufeff") else 0), wanted)


def _walk(text: str, start: int, wanted: Wanted) -> Node:
    is_object = text[start] == "{"
    entries: list[Entry] = []
    index = skip_space(text, start + 1)
    while text[index] not in "]}":
        key: str | int = len(entries)
        value_start = index
        if is_object:
            key, colon = scan_string(text, index + 1)
            value_start = skip_space(text, skip_space(text, colon) + 1)
        below = wanted.get(key)
        node = _walk(text, value_start, below) if below and text[value_start] in "[{" else None
        end = node.end if node else _end(text, value_start)
        entries.append(Entry(key, index, value_start, end, node))
        index = skip_space(text, end)
        if text[index] == ",":
            index = skip_space(text, index + 1)
    return Node(is_object=is_object, start=start, end=index + 1, entries=entries)


def _end(text: str, start: int) -> int:
    result: tuple[Any, int] = scan_value(text, start)
    return result[1]
