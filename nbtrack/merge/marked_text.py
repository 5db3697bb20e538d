"""Read the sides of a merge back out of a file between whose lines git wrote conflict markers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.notebook.conflict_marks import regions

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEWLINE = b"\n"


class TextSides(NamedTuple):
    """The whole file as each side has it; base is None where the markers do not tell it."""

    base: bytes | None
    ours: bytes
    theirs: bytes


def sides_of_text(raw: bytes) -> TextSides | None:
    """Return the sides of a file with markers, None for one without."""
    lines = raw.split(_NEWLINE)
    found = list(regions([line.decode("latin-1") for line in lines]))
    if not found:
        return None
    base: list[bytes] = []
    ours: list[bytes] = []
    theirs: list[bytes] = []
    position = 0
    for region in found:
        for side in (base, ours, theirs):
            side += lines[position : region.start]
        base += lines[region.base + 1 : region.middle] if region.base else ()
        ours += lines[region.start + 1 : region.base or region.middle]
        theirs += lines[region.middle + 1 : region.end]
        position = region.end + 1
    for side in (base, ours, theirs):
        side += lines[position:]
    knows_base = all(region.base for region in found)
    return TextSides(_NEWLINE.join(base) if knows_base else None, _NEWLINE.join(ours), _NEWLINE.join(theirs))


def is_as_git_left_it(marked: TextSides, staged: Sequence[bytes]) -> bool:
    """Tell whether nobody has worked on a marked file: what ours and theirs brought is all still in it."""
    base, ours, theirs = (Counter(raw.split(_NEWLINE)) for raw in staged)
    in_file = Counter(marked.ours.split(_NEWLINE)) | Counter(marked.theirs.split(_NEWLINE))
    return not (ours - base) - in_file and not (theirs - base) - in_file and not in_file - (ours + theirs)
