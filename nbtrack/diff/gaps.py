"""Match edited cells between two landmarks, in order, so that they are as alike as can be in sum."""

from __future__ import annotations

from nbtrack.diff.sequence import gaps_between, longest_rise
from nbtrack.diff.similar import by_shared_words, has_grown, is_similar, similarity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.matching import CellKey

_MOST = 900  # so many pairs of cells are compared; a larger gap is first divided by the words they share
_SAME_ID = 0.5  # what an equal id is worth where the source was written anew


def alike_in_order(old: Sequence[CellKey], new: Sequence[CellKey]) -> list[tuple[int, int]]:
    """Return which cells are edits of which, ascending on both sides."""
    if len(old) * len(new) <= _MOST:
        return _best(old, new)
    landmarks = _landmarks(old, new)
    found = list(landmarks)
    for olds, news in gaps_between(landmarks, len(old), len(new)):
        if len(olds) * len(news) <= _MOST:
            pairs = _best(old[olds.start : olds.stop], new[news.start : news.stop])
            found += [(olds.start + i, news.start + j) for i, j in pairs]
    return sorted(found)


def grown_in_order(old: Sequence[CellKey], new: Sequence[CellKey]) -> Iterator[tuple[int, int]]:
    """Yield which cells hold all lines of which, ascending on both sides."""
    if len(old) * len(new) > _MOST:
        return
    start = 0
    for i, before in enumerate(old):
        for j in range(start, len(new)):
            if before.kind == new[j].kind and has_grown(before.source, new[j].source):
                yield i, j
                start = j + 1
                break


def _landmarks(old: Sequence[CellKey], new: Sequence[CellKey]) -> list[tuple[int, int]]:
    shared = by_shared_words([cell.source for cell in old], [cell.source for cell in new])
    alike = [(i, j) for i, j in shared if _is_edit(old[i], new[j])]
    return longest_rise(sorted(dict(reversed(alike)).items()))


def _best(old: Sequence[CellKey], new: Sequence[CellKey]) -> list[tuple[int, int]]:
    if len(old) == len(new) == 1:  # nothing to choose from: the answer needs no search most of the time
        return [(0, 0)] if _has_same_id(old[0], new[0]) or _is_edit(old[0], new[0]) else []
    worth = [[_worth(before, after) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            both = worth[i][j] and worth[i][j] + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _worth(old: CellKey, new: CellKey) -> float:
    if _has_same_id(old, new):
        return _SAME_ID + similarity(old.source, new.source)
    return similarity(old.source, new.source) if _may_be_one(old, new) else 0.0


def _is_edit(old: CellKey, new: CellKey) -> bool:
    return _may_be_one(old, new) and is_similar(old.source, new.source)


def _may_be_one(old: CellKey, new: CellKey) -> bool:
    """Tell whether nothing speaks against it; nobody turns code into Markdown and edits it in one go."""
    return old.kind == new.kind or (old.source == new.source and bool(old.source.strip()))


def _has_same_id(old: CellKey, new: CellKey) -> bool:
    return old.id is not None and old.id == new.id
