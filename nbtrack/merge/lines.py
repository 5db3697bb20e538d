"""Merge lists of lines as git does: what only one side changed is taken, what both changed there clashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.sequence import gaps_between, matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Clash(NamedTuple):
    """The lines of both sides where they disagree."""

    ours: list[str]
    theirs: list[str]


Chunk = list[str] | Clash


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    """Yield merged lines and clashes, in order; changes without an unchanged line between them clash."""
    in_ours, in_theirs = dict(matches(base, ours)), dict(matches(base, theirs))
    i = j = k = 0
    stable = [(place, in_ours[place], in_theirs[place]) for place in in_ours if place in in_theirs]
    for at, at_ours, at_theirs in [*stable, (len(base), len(ours), len(theirs))]:
        yield from _gap(base[i:at], ours[j:at_ours], theirs[k:at_theirs])
        yield list(base[at : at + 1])
        i, j, k = at + 1, at_ours + 1, at_theirs + 1


def unite_lines(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    """Yield what two sides have in common, and clashes: who changed what is not known."""
    for mine, yours in gaps_between(matches(ours, theirs), len(ours), len(theirs)):
        if mine or yours:
            yield Clash([ours[i] for i in mine], [theirs[j] for j in yours])
        yield list(ours[mine.stop : mine.stop + 1])


def _gap(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    if ours == theirs or theirs == base:
        yield list(ours)
    elif ours == base:
        yield list(theirs)
    else:
        yield from _trimmed(list(ours), list(theirs))


def _trimmed(ours: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """Take what both sides did alike out of a clash."""
    most = min(len(ours), len(theirs))
    start = next((n for n in range(most) if ours[n] != theirs[n]), most)
    most -= start
    end = next((n for n in range(most) if ours[-1 - n] != theirs[-1 - n]), most)
    yield ours[:start]
    yield Clash(ours[start : len(ours) - end], theirs[start : len(theirs) - end])
    yield ours[len(ours) - end :]
