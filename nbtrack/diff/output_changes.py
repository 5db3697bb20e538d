"""Which outputs of a cell were added, removed or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.diff.model import OutputChange
from nbtrack.diff.outputs import contents_of
from nbtrack.diff.parts import part_changes
from nbtrack.diff.sequence import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.outputs import OutputContent


def output_changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> tuple[OutputChange, ...]:
    """Compare the outputs of a cell by content; those of one kind between equal ones are taken for one."""
    if not old and not new:
        return ()
    before, after = contents_of(old), contents_of(new)
    found: list[OutputChange] = []
    i = j = 0
    for match_i, match_j in [*matches(before, after), (len(before), len(after))]:
        found += _changes(before, after, range(i, match_i), range(j, match_j))
        i, j = match_i + 1, match_j + 1
    return tuple(found)


def _changes(
    old: Sequence[OutputContent], new: Sequence[OutputContent], olds: range, news: range
) -> Iterator[OutputChange]:
    same_name = matches([old[i].name for i in olds], [new[j].name for j in news])
    i, j = olds.start, news.start
    for step_i, step_j in [*same_name, (len(olds), len(news))]:
        match_i, match_j = olds.start + step_i, news.start + step_j
        yield from (_change(old, new, place, None) for place in range(i, match_i))
        yield from (_change(old, new, None, place) for place in range(j, match_j))
        if match_i < olds.stop:
            yield _change(old, new, match_i, match_j)
        i, j = match_i + 1, match_j + 1


def _change(
    old: Sequence[OutputContent], new: Sequence[OutputContent], i: int | None, j: int | None
) -> OutputChange:
    before, after = (() if i is None else old[i].parts), (() if j is None else new[j].parts)
    name = new[j].name if j is not None else old[i or 0].name
    return OutputChange(
        None if i is None else i + 1, None if j is None else j + 1, name, part_changes(before, after)
    )
