"""The text around members of cells in a document that is indented evenly."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.layout import Layout

OUTPUTS = "outputs"
COUNT = "execution_count"
METADATA = "metadata"
# Chosen anew by each process: nobody can write a notebook that already has these keys.
_UNHEARD_OF = os.urandom(8).hex()
NEW_OUTPUTS, NEW_COUNT, NEW_METADATA = (f"{key}-{_UNHEARD_OF}" for key in (OUTPUTS, COUNT, METADATA))
_DEPTH = 3  # of a cell's member: document, list of cells, cell


class Marks:
    """What stands before and behind cells' members in one layout, and before those renamed."""

    __slots__ = (
        "closing_list",
        "closing_object",
        "count",
        "empty",
        "entries",
        "entry",
        "metadata",
        "new_bare",
        "new_count",
        "new_empty",
        "new_entries",
        "newline",
        "null",
        "opening_outputs",
        "outputs",
        "source",
    )

    def __init__(self, lines: Layout) -> None:
        def mark(key: str) -> bytes:
            return f'{lines.line(_DEPTH)}"{key}"{lines.colon}'.encode("latin-1")

        self.newline = lines.newline.encode("ascii")
        self.closing_list = lines.line(_DEPTH).encode("ascii") + b"]"
        self.closing_object = lines.line(_DEPTH).encode("ascii") + b"}"
        self.count, self.new_count = mark(COUNT), mark(NEW_COUNT)
        self.null = self.count + b"null"
        self.outputs, self.source, self.metadata = mark(OUTPUTS), mark("source"), mark(METADATA)
        self.empty, self.new_empty = self.outputs + b"[]", mark(NEW_OUTPUTS) + b"[]"
        self.opening_outputs = self.outputs + b"[" + self.newline
        self.entries = self.metadata + b"{" + self.newline
        self.new_entries = mark(NEW_METADATA) + b"{" + self.newline
        self.new_bare = mark(NEW_METADATA) + b"{}"
        self.entry = lines.line(_DEPTH + 1).encode("ascii") + b'"'


_known: dict[tuple[str, str, str], Marks] = {}  # thousands of notebooks have the same layout


def marks_of(lines: Layout) -> Marks:
    """Return the marks of a layout."""
    layout = lines.newline, lines.indent, lines.colon
    if layout not in _known:
        _known[layout] = Marks(lines)
    return _known[layout]
