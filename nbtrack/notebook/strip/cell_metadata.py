"""What is left of cells' metadata, worked out on its text, once for all cells that have the same."""

from __future__ import annotations

from nbtrack.notebook.cut_out import shortened
from nbtrack.notebook.document import Cell
from nbtrack.notebook.marks import METADATA, marks_of
from nbtrack.notebook.strip.cells import contradicts_itself
from nbtrack.notebook.strip.outputs import own_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.layout import Layout
    from nbtrack.notebook.strip.policy import StripPolicy

_MOST_KNOWN = 1000  # where each cell notes when it ran, no two are the same
_DEPTH_OF_KEY = 2  # "metadata" and the key, below the cell


def metadata_left(entries: bytes, lines: Layout, policy: StripPolicy, reader: Reader) -> tuple[bytes, int]:
    """Return a cell's member with its metadata, given the text of all entries, and how many keys have left.

    Raises ValueError where the text is no object's or is laid out differently, and LookupError where the cell
    has a say in its outputs.
    """
    found = _left(entries, lines, policy, reader)
    known = texts_known(lines, policy)
    if len(known) < _MOST_KNOWN:
        known[entries] = found
    return found


def texts_known(lines: Layout, policy: StripPolicy) -> dict[bytes, tuple[bytes, int]]:
    """Return what `metadata_left` found out of texts in a layout."""
    return policy.metadata.known_texts.setdefault(marks_of(lines), {})


def _left(entries: bytes, lines: Layout, policy: StripPolicy, reader: Reader) -> tuple[bytes, int]:
    marks = marks_of(lines)
    metadata = reader(b"{%b}" % entries)
    keys = _leaving(metadata, policy)
    if not keys:
        return marks.entries + entries + marks.closing_object, 0
    return marks.metadata + shortened(entries, lines, metadata, keys, reader), len(keys)


def _leaving(metadata: dict[str, Any], policy: StripPolicy) -> set[str]:
    if policy.metadata.known_keys >= metadata.keys():
        return policy.metadata.leaving_keys & metadata.keys()
    cell = Cell({METADATA: metadata}, 1, ())
    if own_word(cell, policy) is not None or contradicts_itself(cell, policy):
        raise LookupError("its outputs may stay")
    edits = policy.metadata.cell_edits(cell)
    if any(len(edit.pointer) != _DEPTH_OF_KEY for edit in edits):
        raise LookupError("a part of a value leaves")
    return {str(edit.pointer[-1]) for edit in edits}
