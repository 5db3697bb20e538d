"""Judge whether two sources are the same one, edited."""

from __future__ import annotations

from collections import Counter

from nbtrack.diff.rapid import ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Two unrelated English sentences already share about half of their letters in order.
SIMILAR = 0.6
_LONG = 20_000_000  # so many pairs of characters take a millisecond; longer texts are compared by line
_TELLING = 8  # shorter text may stand anywhere
_COMMON = 8  # a word in more cells than this tells none of them from the others


def similarity(old: str, new: str) -> float:
    """Return how similar two texts are, 0 to 1, and 0 where they have less in common than an edit leaves."""
    return 1.0 if old == new else _ratio(old, new, SIMILAR)


def is_similar(old: str, new: str, least: float = SIMILAR) -> bool:
    """Tell whether one text may be an edit of the other."""
    if not _may_reach(least, old, new):
        return False
    if 2 * _common_ends(old, new) >= least * (len(old) + len(new)):  # a lower bound, which spares the search
        return True
    return _ratio(old, new, least) > 0


def has_grown(old: str, new: str) -> bool:
    """Tell whether all lines of one text stand in the other, in order: it grew out of all likeness."""
    short, long = sorted((_lines(old), _lines(new)), key=len)
    rest = iter(long)
    return sum(map(len, short)) >= _TELLING and all(line in rest for line in short)


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.split("\n")) if line]


def _ratio(old: str, new: str, least: float) -> float:
    if not _may_reach(least, old, new):
        return 0.0
    if len(old) * len(new) <= _LONG:
        return ratio(old, new, least)
    common = Counter(old.split("\n")) & Counter(new.split("\n"))
    found = 2 * sum((len(line) + 1) * count for line, count in common.items()) / (len(old) + len(new) + 2)
    return found if found >= least else 0.0


def _may_reach(least: float, old: str, new: str) -> bool:
    """Tell whether two texts are long enough, each for the other, to be so similar."""
    return 2 * min(len(old), len(new)) >= least * (len(old) + len(new))


def by_shared_words(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return for each new text the old one that shares most of its rarer words, at almost linear cost.

    An old text may be returned for several new ones, those with most words in common first.
    """
    if not old or not new:
        return []
    where: dict[str, list[int]] = {}
    for i, text in enumerate(old):
        for word in dict.fromkeys(text.split()):
            where.setdefault(word, []).append(i)
    telling = {word: places for word, places in where.items() if len(places) <= _COMMON}
    found: list[tuple[int, int, int]] = []
    for j, text in enumerate(new):
        votes: dict[int, int] = {}
        for word in telling.keys() & text.split():
            for i in telling[word]:
                votes[i] = votes.get(i, 0) + 1
        if votes:
            best = min(votes, key=lambda i: (-votes[i], abs(i - j), i))
            found.append((-votes[best], best, j))
    return [(i, j) for _, i, j in sorted(found)]


def _common_ends(old: str, new: str) -> int:
    """Count the characters that two different texts share at their start and, beside those, at their end."""
    most = min(len(old), len(new))
    start = _common_start(old, new, most)
    return start + _common_start(old[::-1], new[::-1], most - start)


def _common_start(old: str, new: str, most: int) -> int:
    low = 0
    while low < most:  # the longest equal start lies between low and most
        middle = (low + most + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            most = middle - 1
    return low
