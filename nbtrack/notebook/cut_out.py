"""Leave members of cells out of a notebook that was cut apart.

The cuts are proved, so that what stands between them can be written again as it is.
"""

from __future__ import annotations

from nbtrack.notebook.marks import COUNT, METADATA, OUTPUTS, marks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.cut import Cut
    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.edits import Edits
    from nbtrack.notebook.layout import Layout

_DIGITS_B = b"0123456789"
_NUMBER_OR_NULL_B = b"0123456789nul"
_ENDS_B = frozenset(b",\r\n")  # of a value on a line of its own


def without(cut: Cut, edits: Edits, reader: Reader) -> bytes | None:
    """Return the bytes after those edits that empty members of cells or shorten their metadata.

    None where one of them is about something that was not cut.
    """
    no_outputs, outputs = edits.emptied.get(OUTPUTS, ([], set()))
    no_count, counts = edits.emptied.get(COUNT, (None, set()))
    if no_outputs != [] or no_count is not None:  # null for outputs, or [] for a count
        return None
    if edits.emptied.keys() - {OUTPUTS, COUNT} or not outputs.issubset(cut.with_outputs):
        return None
    try:
        texts = _without_counts(cut, counts)
        new = _without_outputs(cut, texts, outputs)
        if not edits.dropped:
            return new
        metadata = {index: cut.data["cells"][index][METADATA] for index in cut.with_metadata}
        return without_metadata(new, cut.lines, metadata, edits.dropped, reader)
    except (ValueError, LookupError):
        return None


def _without_counts(cut: Cut, indices: set[int]) -> list[bytes]:
    """Return the texts around outputs, the counts of some cells replaced by null."""
    if not indices:
        return list(map(cut.marks.count.join, cut.pieces))
    others = set(cut.counted) - indices
    if len(others) + len(indices) != len(cut.counted):
        raise LookupError("a count is not on a line of its own")
    cells = cut.data["cells"]
    if all(cells[index][COUNT] is None for index in others):
        return [cut.marks.null.join([first, *behind_counts(texts)]) for first, *texts in cut.pieces]
    counted = iter(cut.counted)
    return [
        cut.marks.count.join([first, *[_nulled(p) if next(counted) in indices else p for p in parts]])
        for first, *parts in cut.pieces
    ]


def behind_counts(texts: list[bytes]) -> list[bytes]:
    """Return what stands behind the counts with which texts begin; a thousand notebooks have 100,000.

    Raises ValueError or IndexError where one is no whole number.
    """
    rests = [text.lstrip(_NUMBER_OR_NULL_B) for text in texts]
    if not _ENDS_B.issuperset([rest[0] for rest in rests]):
        raise ValueError("a count is no whole number")
    return rests


def _nulled(part: bytes) -> bytes:
    """Put null for the whole number with which a text begins."""
    number, _, rest = part.partition(b",")
    if number.isdigit():
        return b"null," + rest
    rest = part.lstrip(_DIGITS_B)
    if len(rest) == len(part) or rest[:1] not in b",\r\n":
        raise ValueError("a count is no whole number")
    return b"null" + rest


def _without_outputs(cut: Cut, texts: list[bytes], indices: set[int]) -> bytes:
    empty = cut.marks.empty
    if len(indices) == len(cut.spans):
        return empty.join(texts)
    found = texts[:1]
    for text, (start, end), index in zip(texts[1:], cut.spans, cut.with_outputs, strict=True):
        found.append(empty if index in indices else cut.raw[start:end])
        found.append(text)
    return b"".join(found)


def without_metadata(
    raw: bytes, lines: Layout, metadata: dict[int, Any], dropped: dict[int, set[str]], reader: Reader
) -> bytes:
    """Return the bytes without some keys of cells' metadata, given that of all cells that have any, in order.

    Raises ValueError or LookupError where it is laid out differently.
    """
    marks = marks_of(lines)
    first, *parts = raw.split(marks.entries)
    # Outputs that were left out or put back may have held such lines too, which tells nothing about cells.
    if len(parts) != len(metadata) or not dropped.keys() <= metadata.keys():
        raise LookupError("a cell's metadata is not on lines of its own")
    known: dict[tuple[bytes, frozenset[str]], bytes] = {}  # many cells have the same
    found = [first]
    for part, index in zip(parts, metadata, strict=True):
        if index not in dropped:
            found += (marks.entries, part)
            continue
        entries, _, after = part.partition(marks.closing_object)
        key = entries, frozenset(dropped[index])
        if key not in known:
            known[key] = shortened(entries, lines, metadata[index], dropped[index], reader)
        found += (marks.metadata, known[key], after)
    return b"".join(found)


def shortened(text: bytes, lines: Layout, metadata: Any, keys: set[str], reader: Reader) -> bytes:
    """Return an object without some keys, given the text of all its entries.

    Raises ValueError where they are not on lines of their own.
    """
    marks = marks_of(lines)
    closing, before_entry = marks.closing_object, marks.entry
    text = marks.newline + text
    gone = {lines.string(key)[1:-1].encode("latin-1") for key in keys}
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
