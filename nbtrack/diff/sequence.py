"""Find what two sequences have in common, in order: patience diff, and a full search in its gaps.

What stands once on both sides is a better landmark than what stands everywhere, so a blank line never
pulls two unrelated functions together, and most comparisons need no search at all.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from operator import lt

from nbtrack.diff.rapid import longest_common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from typing import TypeVar

    Item = TypeVar("Item")
    Pairs = list[tuple[int, int]]
    Places = dict[Hashable, int]

_FEW = 2_500  # so many pairs of places are searched here, beyond that it pays to import rapidfuzz
_TOO_MANY = 500_000_000  # a bit for each pair: beyond this a search would take a second and much memory
_DEEPEST = 30  # landmarks within landmarks: texts that people write have a few such levels
_SEVERAL = -1


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Return the places of equal elements, ascending on both sides."""
    found: Pairs = []
    ranges = [(0, len(old), 0, len(new), 0)]
    while ranges:
        start, end, new_start, new_end, depth = ranges.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            found.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            found.append((end, new_end))
        if start < end and new_start < new_end:
            olds, news = range(start, end), range(new_start, new_end)
            anchors = _anchors(old, olds, new, news) if depth < _DEEPEST else []
            if anchors:
                ends = [*anchors, (end, new_end)]
                starts = [(start, new_start), *anchors]
                ranges += [(i, m, j, n, depth + 1) for (i, j), (m, n) in zip(starts, ends, strict=True)]
            else:
                found += _searched(old, olds, new, news)
    return sorted(found)


def gaps_between(pairs: Iterable[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield the places on both sides before each pair, then those behind the last up to both lengths.

    All but the last end where a pair is.
    """
    i = j = 0
    for match_i, match_j in pairs:
        yield range(i, match_i), range(j, match_j)
        i, j = match_i + 1, match_j + 1
    yield range(i, old), range(j, new)


def equal_ends(
    old: Sequence[Item], new: Sequence[Item], is_same: Callable[[Item, Item], bool]
) -> tuple[int, int]:
    """Return how many elements are the same at the start and, beside those, at the end."""
    most = min(len(old), len(new))
    start = end = 0
    while start < most and is_same(old[start], new[start]):
        start += 1
    while end < most - start and is_same(old[-1 - end], new[-1 - end]):
        end += 1
    return start, end


def longest_rise(pairs: Pairs) -> Pairs:
    """Return a longest part of pairs, sorted by their first, whose second ones rise too."""
    values = [value for _, value in pairs]
    if all(map(lt, values, islice(values, 1, None))):  # mostly nothing moved
        return pairs
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        at[length : length + 1] = [place]
    found: Pairs = []
    place = at[-1] if at else -1
    while place >= 0:
        found.append(pairs[place])
        place = before[place]
    return found[::-1]


def _anchors(old: Sequence[Hashable], olds: range, new: Sequence[Hashable], news: range) -> Pairs:
    once = _once(old, olds)
    pairs = [(once[key], j) for key, j in _once(new, news).items() if j >= 0 and once.get(key, -1) >= 0]
    return longest_rise(sorted(pairs))


def _once(sequence: Sequence[Hashable], places: range) -> Places:
    found: Places = {}
    for place in places:
        key = sequence[place]
        found[key] = _SEVERAL if key in found else place
    return found


def _searched(old: Sequence[Hashable], olds: range, new: Sequence[Hashable], news: range) -> Pairs:
    numbers = {key: number for number, key in enumerate({old[i]: None for i in olds})}
    there = {new[j] for j in news}
    olds_left = [i for i in olds if old[i] in there]
    news_left = [j for j in news if new[j] in numbers]
    size = len(olds_left) * len(news_left)
    if not size or size > _TOO_MANY:
        return []
    search = _longest_common if size <= _FEW else longest_common
    found = search([numbers[old[i]] for i in olds_left], [numbers[new[j]] for j in news_left])
    return [(olds_left[i], news_left[j]) for i, j in found]


def _longest_common(old: list[int], new: list[int]) -> Pairs:
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        row, below = best[i], best[i + 1]
        for j in reversed(range(len(new))):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
    found: Pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
