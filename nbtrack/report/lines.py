"""Physical lines: where in the file a finding is, for machines that know nothing of cells."""

from __future__ import annotations

from nbtrack.notebook.outline import outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nbtrack.notebook.document import Notebook, Pointer
    from nbtrack.notebook.outline import Entry, Node
    from nbtrack.rules.finding import Finding
    from nbtrack.rules.place import Place


def file_lines(notebook: Notebook, findings: Sequence[Finding]) -> tuple[int, ...]:
    """Return the line (1-based) of the notebook's file on which each finding stands."""
    return place_lines(notebook, [finding.place for finding in findings])


def place_lines(notebook: Notebook, places: Sequence[Place]) -> tuple[int, ...]:
    """Return the line (1-based) of the notebook's file on which each place is."""
    pointers = [_pointer(notebook.data, place) for place in places]
    below = [pointer for pointer in pointers if pointer]
    if not below:
        return (1,) * len(places)
    text = notebook.raw.decode("latin-1")  # as `outline` wants it: its offsets are those of the file
    root = outline(text, below)
    offsets = [_offset(root, pointer) for pointer in pointers]
    return tuple(map(_Lines(text, offsets).at, offsets))


class _Lines:
    """Line numbers of some offsets, counted in one pass."""

    __slots__ = ("_lines",)

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self._lines: dict[int, int] = {}
        line, position = 1, 0
        for offset in sorted(set(offsets)):
            line += text.count("\n", position, offset)
            position = offset
            self._lines[offset] = line

    def at(self, offset: int) -> int:
        return self._lines[offset]


def _pointer(data: Any, place: Place) -> Pointer:
    """Return the pointer of a place; a line of a source that is stored as a list is an element of its own."""
    if place.line is None:
        return place.pointer
    source = data
    try:
        for key in place.pointer:
            source = source[key]
    except (LookupError, TypeError):  # a plug-in may point anywhere
        return place.pointer
    if not isinstance(source, list):
        return place.pointer
    behind = 0
    for index, part in enumerate(source):
        behind += part.count("\n") if isinstance(part, str) else 0
        if behind >= place.line:
            return (*place.pointer, index)
    return (*place.pointer, len(source) - 1) if source else place.pointer


def _offset(root: Node, pointer: Pointer) -> int:
    """Return where the value at a pointer stands, or the nearest thing around it that exists."""
    node: Node | None = root
    offset = root.start
    for key in pointer:
        entry = _entry(node, key) if node else None
        if entry is None:
            break
        offset, node = entry.start, entry.node
    return offset


def _entry(node: Node, key: str | int) -> Entry | None:
    """Return the entry of a key; an array has it at that number, which spares looking for it."""
    if isinstance(key, str):
        return next((entry for entry in node.entries if entry.key == key), None)
    entry = node.entries[key] if 0 <= key < len(node.entries) else None
    return entry if entry and entry.key == key else None
