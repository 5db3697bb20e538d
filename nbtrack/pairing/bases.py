"""What both sides of a pair come from: what they said when they last said the same."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError
from nbtrack.notebook.document import parse
from nbtrack.pairing.announced import announced
from nbtrack.pairing.git_questions import index_entry, staged, versions
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.sides import decoded
from nbtrack.pairing.state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.reading import Reading


def bases_of(pair: Pair, sides: tuple[Reading, Reading]) -> list[Reading]:
    """Return what a pair may have said when it was last in step: one version, where it can be told."""
    known = _known(pair, sides)
    text = announced(pair)
    return known if text is None else [*known, read(text, pair)]


def _known(pair: Pair, sides: tuple[Reading, Reading]) -> list[Reading]:
    """Return what a pair said after the last sync, or where git wrote both files later, what it wrote.

    There is no other base: a side that says what it said at some other time may have been edited back to
    that. Only where sides that differ were staged it cannot be told what came before, and several are
    possible. Without a sync the newest version in git whose sides agree is the base, where there is one.
    """
    state = read_state(pair)
    if state is None:
        return list(islice(_agreed(pair, versions(pair.notebook, pair.text)), 1))
    last = read(state.base, pair)
    entries = index_entry(pair.notebook), index_entry(pair.text)
    if any(now == then for now, then in zip(entries, state.entries, strict=True)):
        return [last]
    written = list(_agreed(pair, staged(pair.notebook, pair.text)))
    if not all(entries):  # a stash that came back leaves entries that do not tell
        return [*written, last]
    return written or [last, *_possible(pair, sides)]


def _possible(pair: Pair, sides: tuple[Reading, Reading]) -> Iterator[Reading]:
    """Yield the newest commit whose sides agree, and others that a side may have been checked out from."""
    for number, version in enumerate(_agreed(pair, versions(pair.notebook, pair.text))):
        if number == 0 or any(same_meaning(side, version) for side in sides):
            yield version


def _agreed(pair: Pair, candidates: Iterable[tuple[bytes, bytes]]) -> Iterator[Reading]:
    """Yield what versions say whose sides say the same."""
    for notebook_b, text_b in candidates:
        try:
            theirs = read(decoded(text_b, pair.text), pair)
            ours = project(parse(notebook_b, pair.notebook), pair, theirs).reading
        except NbtrackError:
            continue
        if same_meaning(ours, theirs):
            yield theirs
