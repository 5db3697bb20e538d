"""Find which cell of a changed text was which before: by content, not by position."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.pairing.reading import TextCell

# Similarity is looked at for so many pairs of cells at a time; beyond that only order counts.
_MOST_PAIRS = 2500
_SAME_PLACE = 0.05  # what it is worth that a cell of the same kind stands there, however different
_SAME_CELL = 1.0  # what it takes to know a cell again in another place: half of all there is


def align(old: Sequence[TextCell], new: Sequence[TextCell]) -> list[int | None]:
    """Return for each new cell the index of the old one that it continues, None for an added cell."""
    keys_old, keys_new = [(c.kind, c.source) for c in old], [(c.kind, c.source) for c in new]
    found: list[int | None] = [None] * len(new)
    gaps: list[tuple[range, range]] = []
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found[j1:j2] = range(i1, i2)
        else:
            gaps.append((range(i1, i2), range(j1, j2)))
    _match_moved(keys_old, keys_new, found)
    taken = set(found)
    for olds, news in gaps:
        free_old = [i for i in olds if i not in taken]
        free_new = [j for j in news if found[j] is None]
        for i, j in _most_similar(old, new, free_old, free_new):
            found[j] = i
    _match_moved_and_changed(old, new, found)
    return found


def _match_moved(old: list[tuple[str, str]], new: list[tuple[str, str]], found: list[int | None]) -> None:
    """Match cells that went elsewhere unchanged; empty ones are nobody's in particular."""
    taken = set(found)
    left: dict[tuple[str, str], list[int]] = {}
    for i in reversed(range(len(old))):
        if i not in taken and old[i][1].strip():
            left.setdefault(old[i], []).append(i)
    for j, key in enumerate(new):
        if found[j] is None and left.get(key):
            found[j] = left[key].pop()


def _match_moved_and_changed(
    old: Sequence[TextCell], new: Sequence[TextCell], found: list[int | None]
) -> None:
    """Match what is left, the most similar first."""
    taken = set(found)
    olds = [i for i in range(len(old)) if i not in taken]
    news = [j for j in range(len(new)) if found[j] is None and new[j].source.strip()]
    if len(olds) * len(news) > _MOST_PAIRS:
        return
    ranked = sorted(((_similarity(old[i], new[j]), i, j) for i in olds for j in news), reverse=True)
    for worth, i, j in ranked:
        if worth >= _SAME_CELL and i not in taken and found[j] is None:
            found[j] = i
            taken.add(i)


def _most_similar(
    old: Sequence[TextCell], new: Sequence[TextCell], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Match in order, so that the sum of similarities is largest."""
    if len(olds) * len(news) > _MOST_PAIRS:
        return [(i, j) for i, j in zip(olds, news, strict=False) if old[i].kind == new[j].kind]
    worth = [[_similarity(old[i], new[j]) for j in news] for i in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for a in reversed(range(len(olds))):
        for b in reversed(range(len(news))):
            both = worth[a][b] and worth[a][b] + best[a + 1][b + 1]
            best[a][b] = max(best[a + 1][b], best[a][b + 1], both)
    found, a, b = [], 0, 0
    while a < len(olds) and b < len(news):
        if worth[a][b] and best[a][b] == worth[a][b] + best[a + 1][b + 1]:
            found.append((olds[a], news[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def _similarity(old: TextCell, new: TextCell) -> float:
    """Compare by lines and then by words: what people change, and much quicker than by characters."""
    if old.kind != new.kind:
        return 0.0
    return (
        _SAME_PLACE
        + _shared(old.source.split("\n"), new.source.split("\n"))
        + _shared(old.source.split(), new.source.split())
    )


def _shared(old: list[str], new: list[str]) -> float:
    from collections import Counter

    common = (Counter(old) & Counter(new)).total()
    return 2 * common / (len(old) + len(new)) if old or new else 1.0
