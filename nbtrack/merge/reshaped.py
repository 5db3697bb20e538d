"""Cells that one side split or joined while the other side edited them.

Their lines stayed, only the borders between cells are others. So the ancestor and the other side get the same
borders, and the rest is a merge like any other. Where nobody can tell for certain nothing is done: lines that
were added just where a cell was split, cells that the other side tore apart, metadata that it changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from nbtrack.diff.align import align_by_evidence
from nbtrack.diff.matching import keys_of
from nbtrack.merge.borders import content_of, cut, joined, torn
from nbtrack.merge.pieces import Versions
from nbtrack.merge.values import same
from nbtrack.notebook.document import Cell
from nbtrack.notebook.edits import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.matching import Match
    from nbtrack.merge.borders import Content
    from nbtrack.merge.pieces import Piece

Item = TypeVar("Item")


class Reshaping(NamedTuple):
    """Cells of the ancestor, and cells of one side that hold the same lines between other borders."""

    base: range
    side: range


class Exchange(NamedTuple):
    """Cells of the ancestor and of the other side, and what stands for them once borders are the same."""

    base: range
    other: range
    base_cells: Sequence[Cell]
    other_cells: Sequence[Cell]
    did: str | None


class Shaped(NamedTuple):
    """Versions with the same borders; where each cell of ours is in the file, None for a new one."""

    versions: Versions
    places: list[int | None]
    decisions: list[str]

    def in_file(self, piece: Piece) -> Piece:
        """Return a piece with the place in the file of ours."""
        return piece if piece.ours is None else piece._replace(ours=self.places[piece.ours])


def same_borders(versions: Versions) -> Shaped:
    """Return the versions with the borders that one side gave to cells which the other one edited."""
    base, ours, theirs = versions
    by_ours, by_theirs = _exchanges(base, ours, theirs, "ours"), _exchanges(base, theirs, ours, "theirs")
    found = _apart([*by_ours, *by_theirs])
    if not found:
        return Shaped(versions, [*range(len(ours))], [])
    in_ours = [exchange for exchange in found if exchange in by_theirs]
    in_theirs = [exchange for exchange in found if exchange in by_ours]
    places: list[int | None] = list(range(len(ours)))
    shaped = Versions(
        _exchanged(base, [(exchange.base, exchange.base_cells) for exchange in found]),
        _exchanged(ours, [(exchange.other, exchange.other_cells) for exchange in in_ours]),
        _exchanged(theirs, [(exchange.other, exchange.other_cells) for exchange in in_theirs]),
    )
    kept = [
        (e.other, [e.other.start, *[None] * (len(e.other_cells) - 1)][: len(e.other_cells)]) for e in in_ours
    ]
    return Shaped(shaped, _exchanged(places, kept), [exchange.did for exchange in found if exchange.did])


def _exchanges(
    base: Sequence[Cell], side: Sequence[Cell], other: Sequence[Cell], name: str
) -> list[Exchange]:
    found = list(_reshapings(base, side))
    if not found:
        return []
    to_other = {match.old: match for match in align_by_evidence(keys_of(base), keys_of(other))}
    exchanges = []
    for reshaping in found:
        shaped = [side[place] for place in reshaping.side]
        if len(shaped) > 1 and _has_too(shaped, base, other):
            exchanges.append(Exchange(reshaping.base, range(0), shaped, (), None))
            continue
        matched = [to_other[place] for place in reshaping.base]
        exchange = _exchange(reshaping.base, base, other, shaped, matched)
        if exchange is not None:
            exchanges.append(exchange._replace(did=exchange.did and _did(reshaping, name)))
    return exchanges


def _exchange(
    places: range, base: Sequence[Cell], other: Sequence[Cell], shaped: Sequence[Cell], matched: list[Match]
) -> Exchange | None:
    """Return what makes borders the same where the other side touched the cells and has them together."""
    there = [match.new for match in matched if match.new is not None]
    if not there or there != [*range(there[0], there[0] + len(there))]:
        return None
    if len(there) < len(matched) and len(shaped) > 1:
        return None
    before = [base[place] for place in places]
    after = [None if match.new is None else other[match.new] for match in matched]
    is_changed = not all(new and old.source == new.source for old, new in zip(before, after, strict=True))
    if not is_changed and not any(match.moved for match in matched):
        return None
    cells = _with_borders(before, after, shaped)
    if cells is None:
        return None
    return Exchange(places, range(there[0], there[-1] + 1), shaped, cells, "changed" if is_changed else None)


def _reshapings(base: Sequence[Cell], side: Sequence[Cell]) -> Iterator[Reshaping]:
    old, new = ([_content(cell) for cell in cells] for cells in (base, side))
    yield from (Reshaping(range(whole, whole + 1), parts) for whole, parts in torn(old, new))
    yield from (Reshaping(parts, range(whole, whole + 1)) for whole, parts in torn(new, old))


def _has_too(parts: Sequence[Cell], base: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Tell whether the other side split the cell alike, whatever it did to one of the parts."""
    new = {_content(cell) for cell in other} - {_content(cell) for cell in base}
    return any(_content(part) in new for part in parts)


def _with_borders(
    before: Sequence[Cell], after: Sequence[Cell | None], shaped: Sequence[Cell]
) -> list[Cell] | None:
    """Return cells with the borders of others, None where nobody can tell."""
    if not all(_may_change(old, new) for old, new in zip(before, after, strict=True) if new):
        return None
    sources = [cell.source if cell else "" for cell in after]
    if len(shaped) > 1:
        parts = cut(before[0].source, sources[0], _counts(shaped))
    else:
        parts = [joined(sources, shaped[0].source, _counts(before))]
    if parts is None:
        return None
    return [_with_source(cell, part) for cell, part in zip(shaped, parts, strict=True) if part.strip()]


def _counts(cells: Sequence[Cell]) -> list[int]:
    return [len(_content(cell).lines) for cell in cells]


def _content(cell: Cell) -> Content:
    return content_of(cell.kind, cell.source)


def _may_change(old: Cell, new: Cell) -> bool:
    """Tell whether nothing but a source can be lost where a cell is put together anew."""
    plain = "attachments" not in old.data and "attachments" not in new.data
    return plain and old.kind == new.kind and same(old.metadata, new.metadata)


def _with_source(cell: Cell, source: str) -> Cell:
    """Return a cell with other lines between its blank ones, which nobody has run between its borders."""
    own, lines = cell.source.strip("\n"), source.strip("\n")
    if lines == own:
        return cell
    text = cell.source.replace(own, lines, 1)
    outputs: dict[str, Any] = {"outputs": [], "execution_count": None} if cell.kind == "code" else {}
    return Cell(cell.data | {"source": source_lines(text)} | outputs, cell.number, cell.pointer)


def _did(reshaping: Reshaping, name: str) -> str:
    other = "theirs" if name == "ours" else "ours"
    if len(reshaping.base) == 1:
        return f"{name} split a cell that {other} changed: the changes are in its parts"
    return f"{name} joined cells that {other} changed: the changes are in the joined one"


def _apart(exchanges: list[Exchange]) -> list[Exchange]:
    """Return exchanges of which no two are about the same cells, the first ones first."""
    kept: list[Exchange] = []
    taken: set[int] = set()
    for exchange in exchanges:
        if taken.isdisjoint(exchange.base):
            kept.append(exchange)
            taken.update(exchange.base)
    return kept


def _exchanged(items: Sequence[Item], new: Sequence[tuple[range, Sequence[Item]]]) -> list[Item]:
    """Return items with others in place of some stretches."""
    result: list[Item] = []
    done = 0
    for place, others in sorted(new, key=lambda one: one[0].start):
        result += [*items[done : place.start], *others]
        done = place.stop
    return [*result, *items[done:]]
