"""The door to rapidfuzz, whose import takes longer than most diffs: ask only when nothing simpler decides."""

from __future__ import annotations

from math import ceil

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def ratio(old: str, new: str, least: float) -> float:
    """Return how much of two texts is in both in the same order, 0 to 1, and 0 where it is below `least`."""
    from rapidfuzz.distance import Indel

    whole = len(old) + len(new)
    # In characters: rapidfuzz 3.14 takes a likeness that equals its limit, such as 6 of 10, for less.
    common = Indel.similarity(old, new, score_cutoff=ceil(least * whole))
    return common / whole if common >= least * whole else 0.0


def longest_common(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence."""
    from rapidfuzz.distance import Indel

    return [
        (op.src_start + step, op.dest_start + step)
        for op in Indel.opcodes(old, new)
        if op.tag == "equal"
        for step in range(op.src_end - op.src_start)
    ]
