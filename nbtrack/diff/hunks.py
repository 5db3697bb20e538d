"""The lines that changed between two texts, with a few lines around them."""

from __future__ import annotations

from nbtrack.diff.model import LineHunk
from nbtrack.diff.sequence import gaps_between, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = 3
_Block = tuple[int, int, int, int]  # old lines from, to, new lines from, to


def line_hunks(old: str, new: str) -> tuple[LineHunk, ...]:
    """Return how one text becomes the other, empty when they are equal."""
    return hunks_of(lines_of(old), lines_of(new)) if old != new else ()


def lines_of(text: str) -> list[str]:
    """Split a text so that joining with line feeds gives it back; the empty text has no lines."""
    return text.split("\n") if text else []


def hunks_of(old: Sequence[str], new: Sequence[str]) -> tuple[LineHunk, ...]:
    """Return how one list of lines becomes the other."""
    return hunks_between(old, new, matches(old, new))


def hunks_between(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> tuple[LineHunk, ...]:
    """Return how one list of lines becomes the other, where it is known which lines are the same."""
    if not old or not new:
        lines = (*("-" + line for line in old), *("+" + line for line in new))
        return (LineHunk(1, 1, lines),) if lines else ()
    return tuple(_hunk(group, old, new) for group in _grouped(_blocks(old, new, pairs)))


def _blocks(old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[_Block]:
    return [
        (olds.start, olds.stop, news.start, news.stop)
        for olds, news in gaps_between(pairs, len(old), len(new))
        if olds or news
    ]


def _grouped(blocks: list[_Block]) -> list[list[_Block]]:
    groups: list[list[_Block]] = []
    for block in blocks:
        if groups and block[0] - groups[-1][-1][1] <= 2 * CONTEXT:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _hunk(blocks: list[_Block], old: Sequence[str], new: Sequence[str]) -> LineHunk:
    before = min(CONTEXT, blocks[0][0])
    place = blocks[0][0] - before
    lines: list[str] = []
    for start, end, new_start, new_end in blocks:
        lines += [" " + line for line in old[place:start]]
        lines += ["-" + line for line in old[start:end]]
        lines += ["+" + line for line in new[new_start:new_end]]
        place = end
    lines += [" " + line for line in old[place : place + CONTEXT]]
    return LineHunk(blocks[0][0] - before + 1, blocks[0][2] - before + 1, tuple(lines))
