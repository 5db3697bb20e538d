"""How long what can be brought back stays, and how much of it: one rule for outputs and for undo."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def too_much(newest_first: Iterable[tuple[float, int]], *, keep_s: float, most_bytes: int) -> Iterator[bool]:
    """Tell of each thing, given its age in seconds and its bytes, whether it is too old or does not fit."""
    total = 0
    for age_s, size_bytes in newest_first:
        total += size_bytes
        yield age_s > keep_s or total > most_bytes
