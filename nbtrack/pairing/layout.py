"""Give a text that is written anew the layout of the one it replaces.

Blank lines, the form of markers, comments around Markdown: what people and formatters put into a text means
nothing to the notebook, so the notebook cannot bring it back. It is what the old text has and jupytext would
not write, and is merged into the new text line by line.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def with_layout(new: str, old: str, rewritten: str) -> str:
    """Return the new text with the old one's layout; `rewritten` is the old text as jupytext writes it.

    Where the same lines changed in layout and in content, the content wins.
    """
    lines, kept, base = (text.splitlines(keepends=True) for text in (new, old, rewritten))
    merged: list[str] = []
    at_base = at_kept = at_new = 0
    for b, k, n, size in _shared(base, kept, lines):
        piece = lines[at_new:n]
        merged += kept[at_kept:k] if piece == base[at_base:b] else piece
        merged += base[b : b + size]
        at_base, at_kept, at_new = b + size, k + size, n + size
    return "".join(merged)


def _shared(
    base: Sequence[str], kept: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield where all three have the same lines: three places and a length, the last one of length 0."""
    ours, theirs = _blocks(base, kept), _blocks(base, new)
    i = j = 0
    while i < len(ours) and j < len(theirs):
        (b1, k, size1), (b2, n, size2) = ours[i], theirs[j]
        start, end = max(b1, b2), min(b1 + size1, b2 + size2)
        if start < end:
            yield start, k + start - b1, n + start - b2, end - start
        if b1 + size1 < b2 + size2:
            i += 1
        else:
            j += 1
    yield len(base), len(kept), len(new), 0


def _blocks(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    return [(b.a, b.b, b.size) for b in SequenceMatcher(None, base, other).get_matching_blocks()]
