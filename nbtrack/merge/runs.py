"""Merge the cells: those of both sides one by one, those between them by what each side did there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nbtrack.merge.cells import merge_cell
from nbtrack.merge.groups import grouped
from nbtrack.merge.pieces import Piece
from nbtrack.merge.values import same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.merge.model import Strategy
    from nbtrack.merge.pieces import Versions
    from nbtrack.merge.strands import Strand
    from nbtrack.notebook.document import Cell

    Contest = Callable[[Versions, Strand], str | None]  # why the sides disagree on a cell that only one has

_KEPT_TWICE = "both sides changed the cell, and only one of the two can stay"
_REPLACED = "both sides replaced the same cells by different ones"
_UNKNOWN = "only one side has this, and what both come from is not known"


def merge_cells(
    versions: Versions, strands: Sequence[Strand], contest: Contest, strategy: Strategy
) -> Iterator[Piece]:
    """Yield the cells of the merged notebook."""
    for is_on_both, run in groupby(strands, lambda s: s.ours is not None and s.theirs is not None):
        if is_on_both:
            for strand in run:
                yield from _on_both_sides(versions, strand, strategy)
        else:
            yield from _on_one_side(versions, list(run), contest, strategy)


def contest_known(versions: Versions, strand: Strand) -> str | None:
    """Find a cell that one side deleted and the other changed, outputs and metadata aside."""
    base, ours, theirs = versions.of(strand)
    left = ours or theirs
    if base is None or left is None or _says_the_same(base, left):
        return None
    return f"{'ours' if ours else 'theirs'} changed a cell that {'theirs' if ours else 'ours'} deleted"


def contest_none(versions: Versions, strand: Strand) -> None:
    """Let every cell in: each side began from nothing."""
    del versions, strand


def contest_all(versions: Versions, strand: Strand) -> str | None:
    """Doubt every cell: nobody knows whether one side added it or the other deleted it."""
    del versions, strand
    return _UNKNOWN


def _says_the_same(base: Cell, other: Cell) -> bool:
    return (base.kind, base.source) == (other.kind, other.source) and same(
        base.data.get("attachments"), other.data.get("attachments")
    )


def _on_both_sides(versions: Versions, strand: Strand, strategy: Strategy) -> Iterator[Piece]:
    base, ours, theirs = versions.of(strand)
    assert ours is not None  # noqa: S101 - for the type checker
    assert theirs is not None  # noqa: S101
    merged = merge_cell(base, ours, theirs, strategy)
    if merged is None:
        yield from grouped([Piece(ours.data, strand.ours)], [Piece(theirs.data)], _KEPT_TWICE, strategy)
    else:
        yield Piece(merged.data, strand.ours, merged.clashes, merged.decisions)


def _on_one_side(
    versions: Versions, run: list[Strand], contest: Contest, strategy: Strategy
) -> Iterator[Piece]:
    reasons = {strand: reason for strand in run if (reason := contest(versions, strand))}
    kept = [strand for strand in run if strand.base is None or strand in reasons]
    reason = "; ".join(dict.fromkeys(reasons.values())) or (
        _REPLACED if _both_replaced(versions, run) else ""
    )
    if not reason:
        yield from _told([_piece(versions, strand) for strand in kept], versions, run)
        return
    first, last = _reach(kept, [place for place, strand in enumerate(kept) if strand in reasons])
    ours = [_piece(versions, strand) for strand in kept[first:last] if strand.ours is not None]
    theirs = [_piece(versions, strand) for strand in kept[first:last] if strand.theirs is not None]
    yield from (_piece(versions, strand) for strand in kept[:first])
    yield from grouped(ours, theirs, reason, strategy)
    yield from (_piece(versions, strand) for strand in kept[last:])


def _reach(kept: list[Strand], contested: list[int]) -> tuple[int, int]:
    """Return from where to where a conflict reaches: what one side alone added beside it stays out."""
    has_two_sides = len({strand.ours is None for strand in kept}) == 2
    return (0, len(kept)) if has_two_sides else (contested[0], contested[-1] + 1)


def _both_replaced(versions: Versions, run: list[Strand]) -> bool:
    """Tell whether both sides wrote something else where both deleted a cell."""
    return bool(_gone(versions, run)) and _wrote(versions, run, 1) and _wrote(versions, run, 2)


def _told(pieces: list[Piece], versions: Versions, run: list[Strand]) -> Iterator[Piece]:
    """Yield pieces; the first tells where one side may have rewritten a cell that the other deleted.

    An id would have told whether it did.
    """
    wrote = next((name for side, name in ((1, "ours"), (2, "theirs")) if _wrote(versions, run, side)), "")
    if not wrote or all(cell.id for cell in _gone(versions, run)):
        yield from pieces
        return
    deleted = "theirs" if wrote == "ours" else "ours"
    first, *rest = pieces
    yield first._replace(decisions=(f"{wrote} wrote it in place of what {deleted} deleted: kept",))
    yield from rest


def _gone(versions: Versions, run: list[Strand]) -> list[Cell]:
    return [versions.base[s.base] for s in run if s.base is not None and s.ours is None and s.theirs is None]


def _wrote(versions: Versions, run: list[Strand], side: int) -> bool:
    """Tell whether one side added a cell that says anything."""
    added = [versions.of(strand)[side] for strand in run if strand.base is None]
    return any(cell and cell.source.strip() for cell in added)


def _piece(versions: Versions, strand: Strand) -> Piece:
    _, ours, theirs = versions.of(strand)
    if ours is not None:
        return Piece(ours.data, strand.ours)
    assert theirs  # noqa: S101 - a strand of a run is on one side at least, or was dropped
    return Piece(theirs.data)
