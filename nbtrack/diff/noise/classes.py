"""The classes of noise, and how often each was met."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nbtrack.diff.model import NoiseCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.diff.model import NotebookDiff

# The name of each class, one of it as people call it, and several.
WORDS = {
    "counts": ("execution count", "execution counts"),
    "ids": ("cell id", "cell ids"),
    "metadata": ("transient metadata value", "transient metadata values"),
    "addresses": ("memory address", "memory addresses"),
    "timestamps": ("timestamp", "timestamps"),
    "timings": ("timing", "timings"),
    "progress": ("progress bar", "progress bars"),
    "widgets": ("generated id", "generated ids"),
    "images": ("image of equal pixels", "images of equal pixels"),
    "tolerance": ("number within the tolerance", "numbers within the tolerance"),
}
NAMES = tuple(name for name in WORDS if name != "tolerance")  # which has numbers of its own to be given
ALL = frozenset(NAMES)


def summed(counts: Iterable[NoiseCount]) -> tuple[NoiseCount, ...]:
    """Add up counts by class, in the order of the classes."""
    sums: dict[str, int] = defaultdict(int)
    for name, times in counts:
        sums[name] += times
    return tuple(NoiseCount(name, sums[name]) for name in WORDS if sums[name]) if sums else ()


def noise_of(diff: NotebookDiff) -> tuple[NoiseCount, ...]:
    """Return all the noise between two notebooks."""
    return summed([*diff.noise, *(count for cell in diff.cells for count in cell.noise)])


def noise_text(counts: Iterable[NoiseCount]) -> str:
    """Say how much noise there is: "14 execution counts, 3 timings"."""
    return ", ".join(f"{times} {WORDS[name][times != 1]}" for name, times in counts)
