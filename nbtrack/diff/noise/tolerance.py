"""Numbers in outputs that are as good as equal."""

from __future__ import annotations

import re
from typing import NamedTuple

from nbtrack.diff.model import NoiseCount
from nbtrack.diff.sequence import matches

# Every repetition has an end. Dates, times, versions, identifiers and hexadecimal numbers are no numbers.
_NUMBER = re.compile(
    r"(?<![\w.])(?<!\d[-:/])[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,4})?"
    r"(?!\w)(?!\.\d)(?![-:/]\d)"
)
_HOLE = "\0"
_LONGEST = 1_000_000  # characters, as for all noise


class Tolerance(NamedTuple):
    """How far a number may be from what it was: `|new - old| <= absolute + relative * |old|`, as in numpy."""

    relative: float = 0.0
    absolute: float = 0.0

    def settled(self, old: str, new: str) -> tuple[str, int]:
        """Return the new text with the old line in place of each that differs in close numbers alone.

        With it comes how many numbers those are.
        """
        if old == new or max(len(old), len(new)) > _LONGEST:
            return new, 0
        before, after = old.split("\n"), new.split("\n")
        frames, new_frames = ([_NUMBER.sub(_HOLE, line) for line in lines] for lines in (before, after))
        count = 0
        for i, j in matches(frames, new_frames):
            if before[i] != after[j] and (close := self._close(before[i], after[j])):
                after[j] = before[i]
                count += close
        return "\n".join(after), count

    def _close(self, old: str, new: str) -> int:
        """Return how many numbers of two lines differ, 0 where some do too much."""
        pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
        differing = [(float(one), float(other)) for one, other in pairs if one != other]
        if all(abs(b - a) <= self.absolute + self.relative * abs(a) for a, b in differing):
            return len(differing)
        return 0


def counted(times: int) -> tuple[NoiseCount, ...]:
    """Return so many close numbers as noise."""
    return (NoiseCount("tolerance", times),) if times else ()
