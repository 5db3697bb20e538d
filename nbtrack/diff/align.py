"""Find which cell of the new notebook was which one of the old.

What did not change decides first: the same cell with the same content, then content that stands once on
both sides wherever it went, then what its id says. Only what is left between such landmarks is compared by
likeness, and what has nothing in common but its place is matched last. Ids come after content because some
tools number cells anew, and an id that stands twice is none.
"""

from __future__ import annotations

from operator import eq

from nbtrack.diff.gaps import alike_in_order, grown_in_order
from nbtrack.diff.matching import Match, Matching, keys_of
from nbtrack.diff.sequence import equal_ends, matches
from nbtrack.diff.similar import by_shared_words, is_similar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import TypeVar

    from nbtrack.diff.matching import CellKey
    from nbtrack.notebook.document import Cell

    Key = TypeVar("Key", bound=Hashable)
    Step = Callable[[Matching], None]

_MOVED_LENGTH = 40  # a shorter text that is merely similar may stand anywhere: that is no move
_MOVED_LIKENESS = 0.75


def align(old: Sequence[CellKey], new: Sequence[CellKey]) -> list[Match]:
    """Return every cell once, in the order of the new side with removed cells where they were."""
    return _align(old, new, (*_BY_EVIDENCE, _match_rewritten))


def align_by_evidence(old: Sequence[CellKey], new: Sequence[CellKey]) -> list[Match]:
    """Align without matching by place alone: a merge must not put one cell's edits into another."""
    return _align(old, new, _BY_EVIDENCE)


def places_after(old: Iterable[Cell], new: Iterable[Cell]) -> dict[int, int]:
    """Return by its old place the new one of each cell that is there on both sides."""
    pairs = align(keys_of(old), keys_of(new))
    return {pair.old: pair.new for pair in pairs if pair.old is not None and pair.new is not None}


def _align(old: Sequence[CellKey], new: Sequence[CellKey], steps: Sequence[Step]) -> list[Match]:
    start, end = equal_ends(old, new, eq)
    if not start and not end:
        return _aligned(old, new, steps)
    middle = _aligned(old[start : len(old) - end], new[start : len(new) - end], steps)
    return [
        *(Match(place, place) for place in range(start)),
        *(
            Match(None if i is None else i + start, None if j is None else j + start, moved)
            for i, j, moved in middle
        ),
        *(Match(len(old) - place, len(new) - place) for place in range(end, 0, -1)),
    ]


def _aligned(old: Sequence[CellKey], new: Sequence[CellKey], steps: Sequence[Step]) -> list[Match]:
    if not old or not new:
        return [*(Match(i, None) for i in range(len(old))), *(Match(None, j) for j in range(len(new)))]
    found = Matching(_with_own_ids(old), _with_own_ids(new))
    for step in steps:
        if not found.has_free():
            break
        step(found)
    return list(found.result())


def _with_own_ids(cells: Sequence[CellKey]) -> list[CellKey]:
    if all(cell.id is None for cell in cells):
        return list(cells)
    once = _places_of_unique(cell.id for cell in cells)
    return [cell if cell.id is None or cell.id in once else cell._replace(id=None) for cell in cells]


def _same_ids(found: Matching) -> list[tuple[int, int]]:
    where = {id_: i for i in found.free_old() if (id_ := found.old[i].id)}
    if not where:
        return []
    return [(where[id_], j) for j in found.free_new() if (id_ := found.new[j].id) and id_ in where]


def _match_unchanged(found: Matching) -> None:
    for i, j in _same_ids(found):
        if found.old_contents[i] == found.new_contents[j]:
            found.add(i, j)


def _match_unique_content(found: Matching) -> None:
    olds, news = found.free_old(), found.free_new()
    where = _places_of_unique(found.old_contents[i] for i in olds)
    for content, place in _places_of_unique(found.new_contents[j] for j in news).items():
        if content in where and found.new[news[place]].source.strip():
            found.add(olds[where[content]], news[place])


def _match_ids(found: Matching) -> None:
    """Match edited cells by id, save those whose content stands elsewhere unchanged."""
    same = _same_ids(found)
    elsewhere = _on_both_sides(found) if same else set()
    for i, j in same:
        stands = found.old_contents[i] in elsewhere or found.new_contents[j] in elsewhere
        if not stands and is_similar(found.old[i].source, found.new[j].source):
            found.add(i, j)


def _on_both_sides(found: Matching) -> set[int]:
    contents = {found.old_contents[i] for i in found.free_old()}
    return contents.intersection(found.new_contents[j] for j in found.free_new())


def _match_equal_in_order(found: Matching) -> None:
    for olds, news in list(found.gaps()) if _on_both_sides(found) else ():
        pairs = matches([found.old_contents[i] for i in olds], [found.new_contents[j] for j in news])
        for i, j in pairs:
            found.add(olds[i], news[j])


def _match_alike(found: Matching) -> None:
    for olds, news in list(found.gaps()):
        for i, j in alike_in_order([found.old[i] for i in olds], [found.new[j] for j in news]):
            found.add(olds[i], news[j])


def _match_moved_unchanged(found: Matching) -> None:
    left: dict[int, list[int]] = {}
    for i in reversed(found.free_old()):
        left.setdefault(found.old_contents[i], []).append(i)
    for j in found.free_new():
        content = found.new_contents[j]
        if left.get(content) and found.new[j].source.strip():
            found.add(left[content].pop(), j)


def _match_moved_edited(found: Matching) -> None:
    olds = [i for i in found.free_old() if len(found.old[i].source) >= _MOVED_LENGTH]
    news = [j for j in found.free_new() if len(found.new[j].source) >= _MOVED_LENGTH]
    shared = by_shared_words([found.old[i].source for i in olds], [found.new[j].source for j in news])
    for i, j in ((olds[i], news[j]) for i, j in shared):
        old, new = found.old[i], found.new[j]
        if (
            found.are_free(i, j)
            and old.kind == new.kind
            and is_similar(old.source, new.source, _MOVED_LIKENESS)
        ):
            found.add(i, j)


def _match_grown(found: Matching) -> None:
    """Match a short cell that became a long one in its place, or the other way round."""
    for olds, news in list(found.gaps()):
        for i, j in grown_in_order([found.old[i] for i in olds], [found.new[j] for j in news]):
            found.add(olds[i], news[j])


def _match_rewritten(found: Matching) -> None:
    """Match what is left by place, where as many cells of the same types stand between the same neighbours.

    That is what a translation leaves behind, or an answer filled in: nothing in common but the place.
    """
    for olds, news in list(found.gaps()):
        kinds_old, kinds_new = [found.old[i].kind for i in olds], [found.new[j].kind for j in news]
        if kinds_old == kinds_new:
            for i, j in zip(olds, news, strict=True):
                found.add(i, j)


_BY_EVIDENCE = (
    _match_unchanged,
    _match_unique_content,
    _match_ids,
    _match_equal_in_order,
    _match_alike,
    _match_moved_unchanged,
    _match_moved_edited,
    _match_grown,
)


def _places_of_unique(keys: Iterable[Key]) -> dict[Key, int]:
    """Return where each key stands that stands only once."""
    places: dict[Key, int] = {}
    several = set()
    for place, key in enumerate(keys):
        if key in places:
            several.add(key)
        places[key] = place
    return {key: place for key, place in places.items() if key not in several}
