"""Merge the sources of a cell; where lines clash, both sides stay between markers or one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nbtrack.diff.hunks import lines_of
from nbtrack.merge.lines import Clash, merge_lines, unite_lines
from nbtrack.notebook.conflict_marks import CLOSE, MIDDLE, OPEN, marker_of
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.merge.lines import Chunk
    from nbtrack.merge.model import Choice, Strategy

Kind = TypeVar("Kind")


class MergedSource(NamedTuple):
    """A source, and the lines (1-based) at which a marked clash opens."""

    text: str
    clashes: tuple[int, ...] = ()


def merge_source(base: str | None, ours: str, theirs: str, strategy: Strategy) -> MergedSource | None:
    """Merge a source, whose base is None where nobody knows it.

    Returns None where sides clash whose own lines look like markers: nobody could tell the two apart.
    """
    if ours == theirs or theirs == base:
        return MergedSource(ours)
    if ours == base:
        return MergedSource(theirs)
    mine, yours = _lines(ours), _lines(theirs)
    chunks = list(unite_lines(mine, yours) if base is None else merge_lines(_lines(base), mine, yours))
    end = _end(ours) if base is None or _end(ours) != _end(base) else _end(theirs)
    if strategy.settle:
        return MergedSource(_text(_settled(chunks, strategy.settle), end))
    if not any(isinstance(chunk, Clash) for chunk in chunks):
        return MergedSource(_text(_settled(chunks, "ours"), end))
    if any(marker_of(line) for line in (*mine, *yours)):
        return None
    lines, clashes = _marked(chunks, strategy)
    return MergedSource(_text(lines, end), clashes)


def chosen(ours: Sequence[Kind], theirs: Sequence[Kind], choice: Choice) -> list[Kind]:
    """Return what settles a conflict: the lines or cells of one side, or of ours and then theirs."""
    return [*(ours if choice != "theirs" else ()), *(theirs if choice != "ours" else ())]


def _settled(chunks: Iterable[Chunk], choice: Choice) -> list[str]:
    lines: list[str] = []
    for chunk in chunks:
        lines += chosen(chunk.ours, chunk.theirs, choice) if isinstance(chunk, Clash) else chunk
    return lines


def _marked(chunks: Iterable[Chunk], strategy: Strategy) -> tuple[list[str], tuple[int, ...]]:
    size = strategy.marker_size
    ours, theirs = (safe_line(strategy.called(side)) for side in (0, 1))
    lines: list[str] = []
    places: list[int] = []
    for chunk in chunks:
        if isinstance(chunk, Clash):
            places.append(len(lines) + 1)
            lines += [f"{OPEN * size} {ours}", *chunk.ours, MIDDLE * size]
            lines += [*chunk.theirs, f"{CLOSE * size} {theirs}"]
        else:
            lines += chunk
    return lines, tuple(places)


def _lines(text: str) -> list[str]:
    """Split a source without the line ends at its end: front ends add and drop them."""
    return lines_of(text.rstrip("\n"))


def _text(lines: Sequence[str], end: str) -> str:
    return "\n".join(lines) + end if lines else ""  # the end of a line that is gone goes with it


def _end(text: str) -> str:
    return text[len(text.rstrip("\n")) :]
