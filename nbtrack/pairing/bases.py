"""What both sides of a pair come from: what they said when they last said the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError
from nbtrack.notebook.document import parse
from nbtrack.pairing.git_questions import index_entry, staged, versions
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.sides import decoded
from nbtrack.pairing.state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.reading import Reading
    from nbtrack.pairing.state import State


def base_of(pair: Pair) -> Reading | None:
    """Return what a pair said after the last sync, or where git wrote both files later, what it wrote.

    There is one base only: a side that says what it said at some other time may have been edited back to
    that. Without a sync the newest version in git whose sides agree is the base; None where there is none.
    """
    state = read_state(pair)
    if state is None:
        return next(_agreed(pair, versions(pair.notebook, pair.text)), None)
    if _git_wrote_both(pair, state):
        return next(_agreed(pair, staged(pair.notebook, pair.text)), None) or read(state.base, pair)
    return read(state.base, pair)


def _git_wrote_both(pair: Pair, state: State) -> bool:
    entries = index_entry(pair.notebook), index_entry(pair.text)
    return all(now and now != then for now, then in zip(entries, state.entries, strict=True))


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
