"""Merge the two sides of a pair that both changed, cell by cell.

The three versions are compared as their texts read, since that is what both sides can say. What comes of it
goes into the notebook as an edit of the text would, so that outputs, ids and attachments stay, and then into
the text.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.merge.engine import merge_notebooks
from nbtrack.merge.model import DEFAULT, Strategy
from nbtrack.notebook.document import parse
from nbtrack.pairing.apply_text import apply_placed
from nbtrack.pairing.follow import prove, text_from
from nbtrack.pairing.new_cells import Ids, new_cell
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import Reading, TextCell, same_meaning
from nbtrack.pairing.sides import decoded
from nbtrack.pairing.state import state_of
from nbtrack.pairing.status import UNRELATED
from nbtrack.pairing.sync import NOTEBOOK_SIDE, TEXT_SIDE, Change, Clash, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.merge.model import Merged
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.sides import Sides

_SETTLED = Strategy(settle="ours")
_MINOR_WITHOUT_IDS = 4
_DECIDED = (", ours kept", ": where ours", ", ours was taken", ", theirs was taken", ": kept", ": gone")
# As words: a key of metadata, which a reason may name, can hold the letters.
_OURS, _THEIRS = re.compile(r"(?<![\w.])ours\b"), re.compile(r"(?<![\w.])theirs\b")


class _Origin(NamedTuple):
    """Where a merged cell comes from: a side, and the number of the cell there, from 0."""

    side: str
    place: int


class _Outcome(NamedTuple):
    """What a merge says, which cell of the notebook each of its cells continues, and what forbids it."""

    said: Reading
    places: list[int | None]
    clashes: tuple[Clash, ...]


def plan_merge(sides: Sides, plan: Plan, prefer: str | None = None) -> Plan:
    """Return how both changes come together, or the plan that it was with the clashes that forbid it.

    `prefer` is the side that is right where both changed the same lines. Raises PairError.
    """
    pair, notebook = sides.pair, sides.notebook
    assert notebook is not None  # noqa: S101 - it changed
    theirs = read(sides.text, pair)
    ours = project(notebook, pair, theirs).reading
    first, *others = (_outcome(base, ours, theirs, prefer, pair) for base in plan.status.bases)
    clashes = next((outcome.clashes for outcome in (first, *others) if outcome.clashes), ())
    if clashes:
        return plan._replace(clashes=clashes)
    if not all(same_meaning(first.said, other.said) for other in others):
        return plan._replace(status=plan.status._replace(verdict=UNRELATED))
    return _written(sides, notebook, plan, ours, first)


def _outcome(base: Reading, ours: Reading, theirs: Reading, prefer: str | None, pair: Pair) -> _Outcome:
    merged = _merged(base, ours, theirs, prefer)
    book = parse(merged.raw)
    said = theirs._replace(cells=tuple(TextCell(c.kind, c.source, c.metadata) for c in book.cells))
    if said.has_header:
        said = said._replace(metadata=book.metadata)
    origins = [_origin(cell.id) for cell in book.cells]
    places = [origin.place if origin and origin.side == NOTEBOOK_SIDE else None for origin in origins]
    return _Outcome(said, places, () if prefer else tuple(dict.fromkeys(_clashes(merged, origins, pair))))


def _written(sides: Sides, notebook: Notebook, plan: Plan, ours: Reading, outcome: _Outcome) -> Plan:
    pair = sides.pair
    applied = apply_placed(notebook, ours, outcome.said, outcome.places)
    new = parse(applied.raw, pair.notebook, notebook.reader)
    text_b = text_from(new, pair, sides.text_b)
    prove(new, decoded(text_b, pair.text), outcome.said, pair)
    changes = (
        Change(pair.notebook, notebook.raw, applied.raw, applied.changes.summary),
        Change(pair.text, sides.text_b, text_b),
    )
    wanted = tuple(change for change in changes if change.old != change.new)
    return plan._replace(changes=wanted, state=state_of(new, text_b))


def _merged(base: Reading, ours: Reading, theirs: Reading, prefer: str | None) -> Merged:
    """Merge with the preferred side as ours: it is the one that the engine keeps where it cannot mark."""
    are_told = base.has_header and ours.has_header and theirs.has_header  # silence is no change
    # Of two ids the engine keeps that of ours, and what has to be known is the cell of the notebook.
    names = (None, NOTEBOOK_SIDE, None if prefer == TEXT_SIDE else TEXT_SIDE)
    old, notebook, text = (
        _book(reading, side, reading.said if are_told else {})
        for reading, side in zip((base, ours, theirs), names, strict=True)
    )
    if prefer == TEXT_SIDE:
        return merge_notebooks(old, text, notebook, _SETTLED)
    return merge_notebooks(old, notebook, text, _SETTLED if prefer else DEFAULT)


def _book(reading: Reading, side: str | None, metadata: dict[str, Any]) -> Notebook:
    """Return a notebook of a side's cells, whose ids say where they come from."""
    cells = [new_cell(cell, Ids(()), _MINOR_WITHOUT_IDS) for cell in reading.cells]
    if side:
        cells = [{"id": f"{side}-{index}"} | cell for index, cell in enumerate(cells)]
    data = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return parse(json.dumps(data, indent=1).encode(), side or "base")


def _clashes(merged: Merged, origins: list[_Origin | None], pair: Pair) -> Iterator[Clash]:
    """Say in which cell of which file each thing stands that the engine marked, or decided without asking."""
    for number, reason in [
        *((conflict.cell, conflict.reason) for conflict in merged.conflicts),
        *((decision.cell, decision.text) for decision in merged.decisions),
    ]:
        origin = next(filter(None, origins[number - 1 :]), None) if number else None
        path = pair.text if origin and origin.side == TEXT_SIDE else pair.notebook
        yield Clash(path, origin.place + 1 if origin else None, _in_words(reason))


def _in_words(reason: str) -> str:
    """Name the sides as people know them, and leave out what the engine decided: here it is not done."""
    for decided in _DECIDED:
        reason = reason.partition(decided)[0]
    return _OURS.sub("the notebook", _THEIRS.sub("the text", reason))


def _origin(id_: str | None) -> _Origin | None:
    side, _, index = (id_ or "").partition("-")
    return _Origin(side, int(index)) if side in (NOTEBOOK_SIDE, TEXT_SIDE) and index.isdecimal() else None
