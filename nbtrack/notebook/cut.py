"""Read a notebook with its outputs cut out of the text, so that they can be left out or put back.

Where a document is indented evenly, the members of cells stand on lines of their own. The text is cut at the
lines of `outputs` that hold any, and the keys at all cuts are renamed to what cannot be in the document.
What is left is parsed, and so is each value that was cut out. When exactly the cells hold the new keys, as
often as they were written, then by JSON's own rules each cut is that member of that cell, wherever lines look
alike: a line end cannot stand inside a string. Replacing the values needs no further proof.
"""

from __future__ import annotations

import os

from nbtrack.errors import EditError
from nbtrack.notebook.layout import detect_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.edits import Edits
    from nbtrack.notebook.layout import Layout

OUTPUTS = "outputs"
COUNT = "execution_count"
_METADATA = "metadata"
_DEPTH = 3  # of a cell's member: document, list of cells, cell
_DIGITS_B = b"0123456789"
# Chosen anew by each process: nobody can write a notebook that already has these keys.
_UNHEARD_OF = os.urandom(8).hex()
_CUT_OUTPUTS, _CUT_COUNT, _CUT_METADATA = (f"{key}-{_UNHEARD_OF}" for key in (OUTPUTS, COUNT, _METADATA))


class _Marks:
    """What stands before and behind cells' members in one layout, and before those renamed."""

    __slots__ = (
        "closing_list",
        "closing_object",
        "count",
        "empty",
        "entries",
        "entry",
        "metadata",
        "new_count",
        "new_empty",
        "new_entries",
        "newline",
        "outputs",
        "source",
    )

    def __init__(self, lines: Layout) -> None:
        def mark(key: str) -> bytes:
            return f'{lines.line(_DEPTH)}"{key}"{lines.colon}'.encode("latin-1")

        self.newline = lines.newline.encode("ascii")
        self.closing_list = lines.line(_DEPTH).encode("ascii") + b"]"
        self.closing_object = lines.line(_DEPTH).encode("ascii") + b"}"
        self.count, self.new_count = mark(COUNT), mark(_CUT_COUNT)
        self.outputs, self.source, self.metadata = mark(OUTPUTS), mark("source"), mark(_METADATA)
        self.empty, self.new_empty = self.outputs + b"[]", mark(_CUT_OUTPUTS) + b"[]"
        self.entries = self.metadata + b"{" + self.newline
        self.new_entries = mark(_CUT_METADATA) + b"{" + self.newline
        self.entry = lines.line(_DEPTH + 1).encode("ascii") + b'"'


_known: dict[tuple[str, str, str], _Marks] = {}  # thousands of notebooks have the same layout


def _marks(lines: Layout) -> _Marks:
    layout = lines.newline, lines.indent, lines.colon
    if layout not in _known:
        _known[layout] = _Marks(lines)
    return _known[layout]


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
        self.marks = _marks(lines)
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
        values = _cut_outputs(cut, reader)
        parts = _text_left(cut).split(cut.marks.entries)
        cut.data = reader(cut.marks.new_entries.join(parts))
        _put_back(cut, values)
        counts = sum(map(len, cut.pieces)) - len(cut.pieces)
        fits = len(cut.with_metadata) == len(parts) - 1 and len(cut.counted) == counts
        return cut if fits else None
    except (ValueError, LookupError, TypeError, RecursionError, StopIteration):
        return None


def _cut_outputs(cut: Cut, reader: Reader) -> list[Any]:
    """Find the outputs and parse them; an empty list is left where it is."""
    raw, marks = cut.raw, cut.marks
    opening, closing = marks.outputs + b"[" + marks.newline, marks.closing_list
    length = len(marks.outputs)
    # nbformat sorts keys, and the longer a text, the sooner it is found.
    sought = closing + b"," + marks.source
    view = memoryview(raw)
    values = []
    end = 0
    while (start := raw.find(opening, end)) >= 0:
        cut.pieces.append(raw[end:start].split(marks.count))
        end = raw.find(sought, start + length)
        if end < 0:
            sought = closing
            end = raw.index(closing, start + length)
        end += len(closing)
        cut.spans.append((start, end))
        values.append(reader(view[start + length : end]))  # type: ignore[arg-type]
    cut.pieces.append(raw[end:].split(marks.count))
    return values


def _text_left(cut: Cut) -> bytes:
    """Return the text with empty outputs, and keys renamed where it is cut."""
    return cut.marks.new_empty.join(map(cut.marks.new_count.join, cut.pieces))


def _put_back(cut: Cut, values: list[Any]) -> None:
    """Give the cells their keys and outputs again; raises ValueError unless all outputs were theirs."""
    cells = cut.data["cells"]
    cut.with_metadata = _renamed_back(cells, _CUT_METADATA, _METADATA)
    cut.counted = _renamed_back(cells, _CUT_COUNT, COUNT)
    cut.with_outputs = _renamed_back(cells, _CUT_OUTPUTS, OUTPUTS)
    for index, value in zip(cut.with_outputs, values, strict=True):
        cells[index][OUTPUTS] = value


def _renamed_back(cells: list[dict[str, Any]], new: str, old: str) -> list[int]:
    indices = [index for index, cell in enumerate(cells) if new in cell]
    for index in indices:
        cell = cells[index]
        if old in cell:
            raise EditError(f"the key {old!r} stands twice in one object, so it cannot be edited safely")
        cell[old] = cell.pop(new)
    return indices


def without(cut: Cut, edits: Edits, reader: Reader) -> bytes | None:
    """Return the bytes after those edits that empty members of cells or shorten their metadata.

    None where one of them is about something that was not cut.
    """
    outputs = edits.emptied.get(OUTPUTS, ([], set()))[1]
    counts = edits.emptied.get(COUNT, (None, set()))[1]
    if edits.emptied.keys() - {OUTPUTS, COUNT} or not outputs.issubset(cut.with_outputs):
        return None
    try:
        pieces = _without_counts(cut, counts)
        new = _without_outputs(cut, pieces, outputs)
        return _without_metadata(new, cut, edits.dropped, reader) if edits.dropped else new
    except (ValueError, LookupError):
        return None


def _without_counts(cut: Cut, indices: set[int]) -> list[list[bytes]]:
    if not indices:
        return cut.pieces
    if not indices.issubset(cut.counted):
        raise LookupError("a count is not on a line of its own")
    counted = iter(cut.counted)
    return [
        [first, *[_nulled(part) if next(counted) in indices else part for part in others]]
        for first, *others in cut.pieces
    ]


def _nulled(part: bytes) -> bytes:
    """Put null for the whole number with which a text begins."""
    number, _, rest = part.partition(b",")
    if number.isdigit():
        return b"null," + rest
    rest = part.lstrip(_DIGITS_B)
    if len(rest) == len(part) or rest[:1] not in b",\r\n":
        raise ValueError("a count is no whole number")
    return b"null" + rest


def _without_outputs(cut: Cut, pieces: list[list[bytes]], indices: set[int]) -> bytes:
    empty = cut.marks.empty
    texts = map(cut.marks.count.join, pieces)
    if len(indices) == len(cut.spans):
        return empty.join(texts)
    found = [next(texts)]
    for text, (start, end), index in zip(texts, cut.spans, cut.with_outputs, strict=True):
        found.append(empty if index in indices else cut.raw[start:end])
        found.append(text)
    return b"".join(found)


def _without_metadata(raw: bytes, cut: Cut, dropped: dict[int, set[str]], reader: Reader) -> bytes:
    mark = cut.marks.entries
    first, *parts = raw.split(mark)
    # Outputs that were left out or put back may have held such lines too, which tells nothing about cells.
    if len(parts) != len(cut.with_metadata) or not dropped.keys() <= set(cut.with_metadata):
        raise LookupError("a cell's metadata is not on lines of its own")
    known: dict[tuple[bytes, frozenset[str]], bytes] = {}  # many cells have the same
    found = [first]
    for part, index in zip(parts, cut.with_metadata, strict=True):
        if index not in dropped:
            found += (mark, part)
            continue
        entries, _, after = part.partition(cut.marks.closing_object)
        key = entries, frozenset(dropped[index])
        if key not in known:
            known[key] = _shortened(entries, cut, cut.data["cells"][index][_METADATA], dropped[index], reader)
        found += (cut.marks.metadata, known[key], after)
    return b"".join(found)


def _shortened(text: bytes, cut: Cut, metadata: Any, keys: set[str], reader: Reader) -> bytes:
    """Return an object without some keys, given the text of all its entries from behind the first indent."""
    closing, before_entry = cut.marks.closing_object, cut.marks.entry
    text = cut.marks.newline + text
    gone = {cut.lines.string(key)[1:-1].encode("latin-1") for key in keys}
    _, *entries = text.split(before_entry)
    kept = [entry for entry in entries if entry.partition(b'"')[0] not in gone]
    new = b"{}"
    if kept:
        if kept[-1] is not entries[-1]:
            kept[-1] = kept[-1].rstrip(b", ")
        new = b"{" + before_entry + before_entry.join(kept) + closing
    intended = {key: value for key, value in metadata.items() if key not in keys}
    if reader(b"{" + text + closing) != metadata or reader(new) != intended:
        raise ValueError("metadata is not laid out evenly")
    return new
