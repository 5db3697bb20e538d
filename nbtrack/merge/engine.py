"""Merge notebooks: what one side changed is taken, what both changed differently is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.diff.matching import keys_of
from nbtrack.errors import MergeError
from nbtrack.merge.identity import with_ids
from nbtrack.merge.laid_out import LaidOut, without_layout
from nbtrack.merge.model import DEFAULT, SAME_LINES, Changes, Conflict, Decision, Merged
from nbtrack.merge.pieces import Sides, Versions
from nbtrack.merge.reshaped import same_borders
from nbtrack.merge.runs import contest_all, contest_known, contest_none, merge_cells
from nbtrack.merge.strands import strands_of, strands_without_base
from nbtrack.merge.values import merge_values, same
from nbtrack.merge.writing import CELLS, written
from nbtrack.rules.python.dialect import is_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.merge.model import Strategy
    from nbtrack.merge.pieces import Piece
    from nbtrack.merge.runs import Contest
    from nbtrack.merge.strands import Strand
    from nbtrack.notebook.document import Notebook

    Align = Callable[[Versions], list[Strand]]

_MINOR = "nbformat_minor"


def merge_notebooks(base: Notebook, ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks that come from one; raises MergeError and EditError where that cannot be done."""
    return _merge(Sides(base, ours, theirs), _followed, contest_known, strategy)


def merge_added(ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks that both sides made anew under one name."""
    return _merge(Sides(None, ours, theirs), _compared, contest_none, strategy)


def merge_without_base(ours: Notebook, theirs: Notebook, strategy: Strategy = DEFAULT) -> Merged:
    """Merge two notebooks whose common ancestor is lost, so that every difference is a conflict."""
    return _merge(Sides(None, ours, theirs), _compared, contest_all, strategy)


def _followed(versions: Versions) -> list[Strand]:
    return strands_of(*map(keys_of, versions))


def _compared(versions: Versions) -> list[Strand]:
    return strands_without_base(keys_of(versions.ours), keys_of(versions.theirs))


def _merge(sides: Sides, align: Align, contest: Contest, strategy: Strategy) -> Merged:
    try:
        return _merge_readable(sides, align, contest, strategy)
    except RecursionError:  # newer interpreters read deeper JSON than they can compare or write
        raise MergeError(f"cannot merge {sides.ours.path}: its values are nested too deeply") from None


def _merge_readable(sides: Sides, align: Align, contest: Contest, strategy: Strategy) -> Merged:
    versions = Versions(sides.base.cells if sides.base else (), sides.ours.cells, sides.theirs.cells)
    strands = align(versions)
    changes = (_changes(versions, strands, 1), _changes(versions, strands, 2))
    if (one := _one_side(sides)) is not None:
        return Merged(one, changes=changes)
    _refuse_other_formats(sides)
    disputed: list[str] = []
    rest = _merge_rest(sides, disputed)
    shaped = same_borders(versions)
    if shaped.versions is not versions:
        strands = align(shaped.versions)
    laid_out = _without_layout(sides, shaped.versions, strands)
    pieces = list(merge_cells(laid_out.versions, strands, contest, strategy))
    decisions = [Decision(None, text) for text in (*disputed, *shaped.decisions, *laid_out.gone)]
    decisions += _cell_decisions(pieces, strands, laid_out.decisions)
    pieces = with_ids([shaped.in_file(piece) for piece in pieces], _minor(rest))
    raw = written(sides.ours, rest, pieces)
    return Merged(raw, tuple(_conflicts(pieces)), tuple(decisions), changes)


def _without_layout(sides: Sides, versions: Versions, strands: Sequence[Strand]) -> LaidOut:
    if all(is_python(book) for book in sides if book):
        return without_layout(versions, strands)
    return LaidOut(versions, {}, [])


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


def _cell_decisions(
    pieces: Sequence[Piece], strands: Sequence[Strand], laid_out: dict[int, str]
) -> Iterator[Decision]:
    for number, piece in enumerate(pieces, 1):
        yield from (Decision(number, text) for text in piece.decisions)
        if piece.ours is not None and piece.ours in laid_out:
            yield Decision(number, laid_out[piece.ours])
    moved = {s.ours for s in strands if s.moved_by_ours and s.moved_by_theirs and s.ours is not None}
    for number, piece in enumerate(pieces, 1):
        if piece.ours is not None and piece.ours in moved:
            yield Decision(number, "both sides moved it: where ours has it")


def _changes(versions: Versions, strands: Sequence[Strand], side: int) -> Changes:
    cells = [versions.of(strand) for strand in strands]
    both = [(found[0], found[side]) for found in cells if found[0] and found[side]]
    return Changes(
        changed=sum(not same(base.data, cell.data) for base, cell in both if base and cell),
        added=sum(found[0] is None and found[side] is not None for found in cells),
        removed=sum(found[0] is not None and found[side] is None for found in cells),
        moved=sum((s.moved_by_ours, s.moved_by_theirs)[side - 1] and s[side] is not None for s in strands),
    )
