"""Read a notebook with its outputs cut out of the text, so that they can be left out or put back.

Where a document is indented evenly, the members of cells stand on lines of their own. The text is cut at the
lines of `outputs` that hold any, and the keys at all cuts are renamed to what cannot be in the document.
What is left is parsed, and so is each value that was cut out. When exactly the cells hold the new keys, as
often as they were written, then by JSON's own rules each cut is that member of that cell, wherever lines look
alike: a line end cannot stand inside a string. Replacing the values needs no further proof.
"""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.doubled import HINT, twice
from nbtrack.notebook.layout import detect_lines
from nbtrack.notebook.marks import COUNT, METADATA, NEW_COUNT, NEW_METADATA, NEW_OUTPUTS, OUTPUTS, marks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.layout import Layout
    from nbtrack.notebook.marks import Marks


class Cut:
    """A document, `data`, and its text in pieces.

    `pieces` are the texts around the outputs, each split again at the keys of execution counts; `spans` say
    where outputs stand in the file, with their keys. `with_outputs`, `counted` and `with_metadata` are the
    indices of the cells that hold such members, in order.
    """

    __slots__ = (
        "counted",
        "data",
        "lines",
        "marks",
        "pieces",
        "raw",
        "spans",
        "with_metadata",
        "with_outputs",
    )

    def __init__(self, raw: bytes, lines: Layout) -> None:
        self.raw = raw
        self.lines = lines
        self.marks = marks_of(lines)
        self.spans: list[tuple[int, int]] = []
        self.pieces: list[list[bytes]] = []
        self.with_outputs: list[int] = []
        self.counted: list[int] = []
        self.with_metadata: list[int] = []
        self.data: Any = None


def cut_apart(raw: bytes, reader: Reader) -> Cut | None:
    """Parse a document cut apart; None where it is laid out differently, is no notebook, or is broken.

    Raises EditError where a cell has one of these members twice: parsers would hide the first.
    """
    try:
        lines = detect_lines(raw)
        if not lines.indent:
            return None
        cut = Cut(raw, lines)
        pieces, cut.spans, values = outputs_cut_out(raw, cut.marks, reader)
        cut.pieces = [piece.split(cut.marks.count) for piece in pieces]
        parts = _text_left(cut).split(cut.marks.entries)
        cut.data = reader(cut.marks.new_entries.join(parts))
        cells = cut.data["cells"]
        cut.with_metadata = _renamed_back(cells, NEW_METADATA, METADATA, len(parts) - 1)
        cut.counted = _renamed_back(cells, NEW_COUNT, COUNT, sum(map(len, cut.pieces)) - len(cut.pieces))
        cut.with_outputs = _renamed_back(cells, NEW_OUTPUTS, OUTPUTS, len(values))
        for index, value in zip(cut.with_outputs, values, strict=True):
            cells[index][OUTPUTS] = value
        return cut
    except (ValueError, LookupError, TypeError, RecursionError, StopIteration):
        return None
    except (
        SystemError
    ):  # what a broken string is up to Python 3.12, where `json` is not imported: see scan.py
        return None


def seems_run(raw: bytes) -> bool:
    """Tell at a glance whether a notebook holds outputs or counts: others are not worth cutting."""
    try:
        marks = marks_of(detect_lines(raw))
    except (ValueError, LookupError, StopIteration):
        return False
    count = raw.find(marks.count)
    return not raw.startswith(b"null", count + len(marks.count)) or marks.opening_outputs in raw


def outputs_cut_out(
    raw: bytes, marks: Marks, read: Callable[[bytes], Any]
) -> tuple[list[bytes], list[tuple[int, int]], list[Any]]:
    """Return the text around outputs, where these stand with their keys, and what is read of each.

    An empty list is left where it is. Raises ValueError where one does not end, or is broken.
    """
    opening, closing = marks.opening_outputs, marks.closing_list
    length = len(marks.outputs)
    # nbformat sorts keys, and the longer a text, the sooner it is found.
    sought = closing + b"," + marks.source
    view = memoryview(raw)
    pieces: list[bytes] = []
    spans: list[tuple[int, int]] = []
    values: list[Any] = []
    end = 0
    while (start := raw.find(opening, end)) >= 0:
        pieces.append(raw[end:start])
        end = raw.find(sought, start + length)
        if end < 0:
            sought = closing
            end = raw.index(closing, start + length)
        end += len(closing)
        spans.append((start, end))
        values.append(read(view[start + length : end]))  # type: ignore[arg-type]
    pieces.append(raw[end:])
    return pieces, spans, values


def _text_left(cut: Cut) -> bytes:
    """Return the text with empty outputs, and keys renamed where it is cut."""
    return cut.marks.new_empty.join(map(cut.marks.new_count.join, cut.pieces))


def _renamed_back(cells: list[dict[str, Any]], new: str, old: str, times: int) -> list[int]:
    """Give cells a key again and return which they are; raises ValueError where others have it too."""
    if not times:
        return []
    indices = [index for index, cell in enumerate(cells) if new in cell]
    if len(indices) != times:
        raise ValueError(f"{old!r} stands elsewhere too")
    for index in indices:
        cell = cells[index]
        if old in cell:
            raise EditError(twice(old), hint=HINT)
        cell[old] = cell.pop(new)
    return indices
