"""Find where values stand in a JSON text.

The text is the file's bytes read as Latin-1, so that an offset into it is an offset into the file. Only
containers on the way to a wanted value are walked in Python; all others are stepped over, by the C scanner
(exact, whatever the layout) or by looking for the line that closes them (quick, right in a document that is
indented evenly; whoever uses it proves the outcome).
"""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.doubled import HINT, twice
from nbtrack.notebook.scan import document_start, scan_string, scan_value, skip_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nbtrack.notebook.document import Pointer
    from nbtrack.notebook.layout import Layout

    # A tree of wanted keys: an empty one is a value whose inside does not matter.
    Wanted = dict[str | int, "Wanted"]
    # (text, offset of a value, depth of its line) -> offset after the value
    Stepper = Callable[[str, int, int], int]


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

    __slots__ = ("end", "entries", "start")

    def __init__(self, *, start: int, end: int, entries: list[Entry]) -> None:
        self.start = start
        self.end = end
        self.entries = entries

    def entry(self, key: str | int) -> Entry | None:
        """Return the entry of a key; raises EditError where an object says it twice."""
        found = [entry for entry in self.entries if entry.key == key]
        if len(found) > 1:
            raise EditError(twice(str(key)), hint=HINT)
        return found[0] if found else None


def outline(text: str, pointers: Iterable[Pointer], step: Stepper | None = None) -> Node:
    """Walk a text that parses down to the containers in which the pointers end; exact without a stepper."""
    wanted: Wanted = {}
    for pointer in pointers:
        level = wanted
        for key in pointer[:-1]:
            level = level.setdefault(key, {})
        level.setdefault(pointer[-1], {})
    return _walk(text, document_start(text), 0, wanted, step or _exact_end)


def quick_steps(layout: Layout) -> Stepper:
    """Return the way to step over values where indents are even; elsewhere it may raise ValueError."""

    def end(text: str, start: int, depth: int) -> int:
        opening = text[start]
        if opening not in "[{":
            return _exact_end(text, start, depth)
        closing = "]" if opening == "[" else "}"
        if text[start + 1] == closing:
            return start + 2
        # A line end cannot stand inside a JSON string, so only the container's own bracket looks like this.
        line = layout.line(depth) + closing
        return text.index(line, start) + len(line)

    return end


def _walk(text: str, start: int, depth: int, wanted: Wanted, step: Stepper) -> Node:
    is_object = text[start] == "{"
    entries: list[Entry] = []
    index = skip_space(text, start + 1)
    while text[index] not in "]}":
        key: str | int = len(entries)
        value_start = index
        if is_object:
            key, colon = _key(text, index)
            value_start = skip_space(text, skip_space(text, colon) + 1)
        below = wanted.get(key)
        node = (
            _walk(text, value_start, depth + 1, below, step) if below and text[value_start] in "[{" else None
        )
        end = node.end if node else step(text, value_start, depth + 1)
        entries.append(Entry(key, index, value_start, end, node))
        index = skip_space(text, end)
        if text[index] == ",":
            index = skip_space(text, index + 1)
    return Node(start=start, end=index + 1, entries=entries)


def _key(text: str, start: int) -> tuple[str, int]:
    key, end = scan_string(text, start + 1)
    if not key.isascii():
        key = scan_string(text[start:end].encode("latin-1").decode("utf-8"), 1)[0]
    return key, end


def _exact_end(text: str, start: int, depth: int) -> int:
    del depth
    return scan_value(text, start)[1]
