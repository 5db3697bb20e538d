"""Follow every cell through three notebooks, and put all of them in one order.

The order is that of ours, with what theirs moved or added put behind the cell that it stands behind there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.align import align_by_evidence
from nbtrack.diff.sequence import matches
from nbtrack.diff.similar import is_similar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.matching import CellKey, Match

_START = -1


class Strand(NamedTuple):
    """One cell through three notebooks: its index in each, None where it is not there."""

    base: int | None
    ours: int | None
    theirs: int | None
    moved_by_ours: bool = False
    moved_by_theirs: bool = False


def strands_of(base: Sequence[CellKey], ours: Sequence[CellKey], theirs: Sequence[CellKey]) -> list[Strand]:
    """Return every cell of the three once, in the order that the merged notebook has."""
    to_ours, to_theirs = align_by_evidence(base, ours), align_by_evidence(base, theirs)
    twins = _same_additions(to_ours, to_theirs, ours, theirs)
    there = {match.old: match for match in to_theirs if match.old is not None}
    own: list[Strand] = []
    for match in to_ours:
        if match.old is None:
            own.append(Strand(None, match.new, twins.get(match.new or 0)))
        else:
            other = there[match.old]
            own.append(Strand(match.old, match.new, other.new, match.moved, other.moved))
    return list(_with_additions(own, to_theirs))


def strands_without_base(ours: Sequence[CellKey], theirs: Sequence[CellKey]) -> list[Strand]:
    """Return every cell of two notebooks once, in the order of ours."""
    return [Strand(None, match.new, match.old) for match in align_by_evidence(theirs, ours)]


def _with_additions(own: list[Strand], to_theirs: list[Match]) -> Iterator[Strand]:
    place_of_base = {strand.base: place for place, strand in enumerate(own) if strand.base is not None}
    place_of_twin: dict[int | None, int] = {
        s.theirs: p for p, s in enumerate(own) if s.base is None and s.theirs is not None
    }
    behind: dict[int, list[Strand]] = {}
    instead: dict[int, list[Strand]] = {}  # of cells that theirs deleted: before what ours added behind these
    placed = set()
    last = _START
    replaces = False
    for match in to_theirs:
        place = place_of_twin.get(match.new) if match.old is None else place_of_base[match.old]
        replaces = match.new is None or (replaces and place is None)
        if place is None:
            (instead if replaces else behind).setdefault(last, []).append(Strand(None, None, match.new))
        elif match.moved and not own[place].moved_by_ours:
            behind.setdefault(last, []).append(own[place])
            placed.add(place)
        elif not own[place].moved_by_ours:
            last = place
    yield from instead.get(_START, [])
    waiting = behind.get(_START, [])
    for place, strand in enumerate(own):
        if place in placed:
            continue
        if strand.base is not None or strand.theirs is not None:  # what ours added at one place goes first
            yield from waiting
            waiting = []
        yield strand
        yield from instead.get(place, [])
        waiting = waiting + behind.get(place, [])
    yield from waiting


def _same_additions(
    to_ours: list[Match], to_theirs: list[Match], ours: Sequence[CellKey], theirs: Sequence[CellKey]
) -> dict[int, int]:
    """Find what both sides added: cells alike at one place, or with one id, as picked commits have."""
    stable = _kept(to_ours) & _kept(to_theirs)
    gaps_ours, gaps_theirs = _additions(to_ours, stable), _additions(to_theirs, stable)
    found: dict[int, int] = {}
    by_id = {theirs[j].id: j for gap in gaps_theirs.values() for j in gap if theirs[j].id is not None}
    for i in (i for gap in gaps_ours.values() for i in gap):
        j = by_id.pop(ours[i].id, None)
        if j is not None and _is_one(ours[i], theirs[j]):
            found[i] = j
    taken = set(found.values())
    for gap, places in gaps_ours.items():
        news = [i for i in places if i not in found]
        others = [j for j in gaps_theirs.get(gap, []) if j not in taken]
        pairs = matches([ours[i].content for i in news], [theirs[j].content for j in others])
        found |= {news[i]: others[j] for i, j in pairs}
    return found


def _is_one(ours: CellKey, theirs: CellKey) -> bool:
    return ours.content == theirs.content or (
        ours.kind == theirs.kind and is_similar(ours.source, theirs.source)
    )


def _kept(matches_: list[Match]) -> set[int]:
    return {m.old for m in matches_ if m.old is not None and m.new is not None and not m.moved}


def _additions(matches_: list[Match], stable: set[int]) -> dict[int, list[int]]:
    """Return added cells by the cell above them that both sides kept."""
    found: dict[int, list[int]] = {}
    last = _START
    for match in matches_:
        if match.old in stable:
            last = match.old or 0
        elif match.old is None and match.new is not None:
            found.setdefault(last, []).append(match.new)
    return found
