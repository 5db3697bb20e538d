"""Which outputs of a cell were added, removed or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.model import OutputChange
from nbtrack.diff.noise.classes import summed
from nbtrack.diff.outputs import contents_of
from nbtrack.diff.parts import part_changes, part_noise, quiet_parts, settled_parts, without_equal_images
from nbtrack.diff.sequence import gaps_between, matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.model import NoiseCount
    from nbtrack.diff.noise.texts import OutputNoise
    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.diff.outputs import OutputContent

    _Pairs = list[tuple[int | None, int | None]]


class OutputDiff(NamedTuple):
    """What changed in the outputs of a cell, and the noise beside it."""

    changes: tuple[OutputChange, ...]
    noise: tuple[NoiseCount, ...] = ()


NO_OUTPUTS = OutputDiff(())


def output_changes(
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    noise: frozenset[str] = frozenset(),
    tolerance: Tolerance | None = None,
) -> OutputDiff:
    """Compare the outputs of a cell by content; those of one kind between equal ones are taken for one."""
    before, after = contents_of(old), contents_of(new)
    if before == after:
        return NO_OUTPUTS
    if not tolerance and "images" not in noise:
        return _compared(before, after, noise)
    after, close = _settled(before, after, "images" in noise, tolerance)
    found = _compared(before, after, noise)
    return OutputDiff(found.changes, summed((*found.noise, *close)))


def _settled(
    old: Sequence[OutputContent], new: Sequence[OutputContent], images: bool, tolerance: Tolerance | None
) -> tuple[list[OutputContent], list[NoiseCount]]:
    """Return the new outputs with the old content where that is as good as equal, and how much that was."""
    found = list(new)
    close: list[NoiseCount] = []
    for i, j in _paired_by_name(old, new, range(len(old)), range(len(new))):
        if i is not None and j is not None:
            parts, counts = settled_parts(old[i].parts, new[j].parts, tolerance)
            if images:
                parts, alike = without_equal_images(old[i].parts, parts)
                counts += alike
            found[j] = new[j]._replace(parts=parts)
            close += counts
    return found, close


def _compared(
    before: Sequence[OutputContent], after: Sequence[OutputContent], noise: frozenset[str]
) -> OutputDiff:
    if not noise:
        return OutputDiff(tuple(_changes(before, after, _paired(before, after), None)))
    from nbtrack.diff.noise.texts import OutputNoise  # most cells need no `re`

    kinds = OutputNoise(noise)
    quiet = [
        [output._replace(parts=quiet_parts(output.parts, kinds.of(output.name))) for output in side]
        for side in (before, after)
    ]
    pairs = _paired(*quiet)
    counts = [
        count
        for i, j in pairs
        if i is not None and j is not None
        for count in part_noise(before[i].parts, after[j].parts, kinds.of(before[i].name))
    ]
    changed = [(i, j) for i, j in pairs if i is None or j is None or quiet[0][i] != quiet[1][j]]
    return OutputDiff(tuple(_changes(before, after, changed, kinds)), summed(counts))


def _paired(old: Sequence[OutputContent], new: Sequence[OutputContent]) -> _Pairs:
    """Pair equal outputs, and between those the ones of one name."""
    if not old or not new:
        return [*((i, None) for i in range(len(old))), *((None, j) for j in range(len(new)))]
    found: _Pairs = []
    for olds, news in gaps_between(matches(old, new), len(old), len(new)):
        found += _paired_by_name(old, new, olds, news)
        if olds.stop < len(old):
            found.append((olds.stop, news.stop))
    return found


def _paired_by_name(
    old: Sequence[OutputContent], new: Sequence[OutputContent], olds: range, news: range
) -> Iterator[tuple[int | None, int | None]]:
    same_name = matches([old[i].name for i in olds], [new[j].name for j in news])
    for left, right in gaps_between(same_name, len(olds), len(news)):
        yield from ((olds[place], None) for place in left)
        yield from ((None, news[place]) for place in right)
        if left.stop < len(olds):
            yield olds[left.stop], news[right.stop]


def _changes(
    old: Sequence[OutputContent], new: Sequence[OutputContent], pairs: _Pairs, noise: OutputNoise | None
) -> Iterator[OutputChange]:
    for i, j in pairs:
        before, after = None if i is None else old[i], None if j is None else new[j]
        if before != after:
            yield _change(before, after, i, j, noise)


def _change(
    old: OutputContent | None,
    new: OutputContent | None,
    i: int | None,
    j: int | None,
    noise: OutputNoise | None,
) -> OutputChange:
    name = new.name if new else old.name if old else ""
    parts = part_changes(
        old.parts if old else (), new.parts if new else (), noise.of(name) if noise else None
    )
    return OutputChange(None if i is None else i + 1, None if j is None else j + 1, name, parts)
