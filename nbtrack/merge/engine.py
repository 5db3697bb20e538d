"""Merge notebooks: what one side changed is taken, what both changed differently is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.diff.matching import keys_of
from nbtrack.errors import MergeError
from nbtrack.merge.identity import with_ids
from nbtrack.merge.model import DEFAULT, SAME_LINES, Changes, Conflict, Decision, Merged
from nbtrack.merge.pieces import Sides
from nbtrack.merge.runs import contest_all, contest_known, contest_none, merge_cells
from nbtrack.merge.strands import strands_of, strands_without_base
from nbtrack.merge.values import merge_values, same
from nbtrack.merge.writing import CELLS, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.merge.model import Strategy
    from nbtrack.merge.pieces import Piece
    from nbtrack.merge.runs import Contest
    from nbtrack.merge.strands import Strand
    from nbtrack.notebook.document import Notebook

_MINOR = "nbformat_minor"


def merge_notebooks(base: Notebook, ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks that come from one; raises MergeError and EditError where that cannot be done."""
    keys = [keys_of(book.cells) for book in (base, ours, theirs)]
    return _merge(Sides(base, ours, theirs), strands_of(*keys), contest_known, strategy)


def merge_added(ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks that both sides made anew under one name."""
    strands = strands_without_base(keys_of(ours.cells), keys_of(theirs.cells))
    return _merge(Sides(None, ours, theirs), strands, contest_none, strategy)


def merge_without_base(ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks whose common ancestor is lost, so that every difference is a conflict."""
    strands = strands_without_base(keys_of(ours.cells), keys_of(theirs.cells))
    return _merge(Sides(None, ours, theirs), strands, contest_all, strategy)


def _merge(sides: Sides, strands: Sequence[Strand], contest: Contest, strategy: Strategy) -> Merged:
    try:
        return _merge_readable(sides, strands, contest, strategy)
    except RecursionError:  # newer interpreters read deeper JSON than they can compare or write
        raise MergeError(f"cannot merge {sides.ours.path}: its values are nested too deeply") from None


def _merge_readable(sides: Sides, strands: Sequence[Strand], contest: Contest, strategy: Strategy) -> Merged:
    changes = (_changes(sides, strands, 1), _changes(sides, strands, 2))
    if (one := _one_side(sides)) is not None:
        return Merged(one, changes=changes)
    _refuse_other_formats(sides)
    disputed: list[str] = []
    rest = _merge_rest(sides, disputed)
    pieces = with_ids(list(merge_cells(sides, strands, contest, strategy)), _minor(rest))
    decisions = [Decision(None, text) for text in disputed]
    decisions += _cell_decisions(pieces, strands)
    raw = written(sides.ours, rest, pieces)
    return Merged(raw, tuple(_conflicts(pieces)), tuple(decisions), changes)


def _one_side(sides: Sides) -> bytes | None:
    """Return the bytes of the side that alone changed, None where both did."""
    base, ours, theirs = sides.base and sides.base.raw, sides.ours.raw, sides.theirs.raw
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else None


def _refuse_other_formats(sides: Sides) -> None:
    for book in sides:
        if book and book.format[0] < 4:
            raise MergeError(
                f"cannot merge {book.path}: it is nbformat {book.format[0]}, and only 4 can be merged",
                hint="run `jupyter nbconvert --to notebook --inplace` on all sides first",
            )


def _merge_rest(sides: Sides, disputed: list[str]) -> dict[str, Any]:
    base, ours, theirs = (_rest(book) if book else {} for book in sides)
    merged: dict[str, Any] = merge_values(base, ours, theirs, disputed)
    newest = max(sides.ours.data, sides.theirs.data, key=_minor)
    if _MINOR in newest:
        merged[_MINOR] = newest[_MINOR]
    return merged


def _rest(book: Notebook) -> dict[str, Any]:
    return {key: value for key, value in book.data.items() if key not in (CELLS, _MINOR)}


def _minor(rest: dict[str, Any]) -> int:
    minor = rest.get(_MINOR)
    return minor if isinstance(minor, int) else 0


def _conflicts(pieces: Sequence[Piece]) -> Iterator[Conflict]:
    for number, piece in enumerate(pieces, 1):
        if piece.reason:
            yield Conflict(number, None, piece.reason)
        yield from (Conflict(number, line, SAME_LINES) for line in piece.clashes)


def _cell_decisions(pieces: Sequence[Piece], strands: Sequence[Strand]) -> Iterator[Decision]:
    for number, piece in enumerate(pieces, 1):
        yield from (Decision(number, text) for text in piece.decisions)
    moved = {s.ours for s in strands if s.moved_by_ours and s.moved_by_theirs and s.ours is not None}
    for number, piece in enumerate(pieces, 1):
        if piece.ours is not None and piece.ours in moved:
            yield Decision(number, "both sides moved it: where ours has it")


def _changes(sides: Sides, strands: Sequence[Strand], side: int) -> Changes:
    cells = [sides.cells(strand) for strand in strands]
    both = [(found[0], found[side]) for found in cells if found[0] and found[side]]
    return Changes(
        changed=sum(not same(base.data, cell.data) for base, cell in both if base and cell),
        added=sum(found[0] is None and found[side] is not None for found in cells),
        removed=sum(found[0] is not None and found[side] is None for found in cells),
        moved=sum((s.moved_by_ours, s.moved_by_theirs)[side - 1] and s[side] is not None for s in strands),
    )
