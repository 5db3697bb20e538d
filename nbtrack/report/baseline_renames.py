"""Tell which notebooks of a baseline live on under another name, by what is found in them."""

from __future__ import annotations

from nbtrack.report.baseline import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.report.baseline import Baseline, Counts
    from nbtrack.rules.finding import Finding


def renames(
    baseline: Baseline, gone: Iterable[str], found: Mapping[str, Sequence[Finding]]
) -> dict[str, str]:
    """Return for notebooks that a baseline does not know the name that it has for each: one that is gone.

    At least half of what one has must be half of what the other has, the best fit first. Equal outputs make
    equal findings, so that a stranger may be taken for one that is gone: whoever asks has to say so.
    """
    left = {name: baseline.notebooks[name] for name in gone}
    new = {name: counted(findings) for name, findings in found.items() if name not in baseline.notebooks}
    fits = sorted(
        (-_shared(counts, left[old]), name, old)
        for name, counts in new.items()
        for old in left
        if _is_alike(counts, left[old])
    )
    names: dict[str, str] = {}
    for _, name, old in fits:
        if name not in names and old in left:
            names[name] = old
            del left[old]
    return names


def _is_alike(one: Counts, other: Counts) -> bool:
    return 2 * _shared(one, other) >= max(sum(one.values()), sum(other.values())) > 0


def _shared(one: Counts, other: Counts) -> int:
    return sum(min(number, other.get(key, 0)) for key, number in one.items())
