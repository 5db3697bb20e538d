"""Which cells are one so far, and what is left between those that kept their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.sequence import longest_rise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class CellKey(NamedTuple):
    """What tells a cell from others."""

    id: str | None
    kind: str
    source: str

    @property
    def content(self) -> tuple[str, str]:
        """Return what has to be equal for the same content."""
        return self.kind, self.source


class Match(NamedTuple):
    """An old and a new cell that are one, counted from 0; None where a cell was added or removed."""

    old: int | None
    new: int | None
    moved: bool = False


class Matching:
    """The pairs found so far, each cell in one pair at most."""

    __slots__ = ("_new_of", "_old_of", "new", "old")

    def __init__(self, old: Sequence[CellKey], new: Sequence[CellKey]) -> None:
        self.old = old
        self.new = new
        self._new_of: dict[int, int] = {}
        self._old_of: dict[int, int] = {}

    def add(self, old: int, new: int) -> None:
        """Say that two cells are one; both must be free."""
        self._new_of[old] = new
        self._old_of[new] = old

    def free_old(self) -> list[int]:
        """List the old cells without a partner."""
        return [i for i in range(len(self.old)) if i not in self._new_of]

    def free_new(self) -> list[int]:
        """List the new cells without a partner."""
        return [j for j in range(len(self.new)) if j not in self._old_of]

    def are_free(self, old: int, new: int) -> bool:
        """Tell whether neither of two cells has a partner."""
        return old not in self._new_of and new not in self._old_of

    def gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the free cells between neighbours that kept their order, where both sides have some."""
        i = j = 0
        for old, new in [*self._in_order(), (len(self.old), len(self.new))]:
            olds = [place for place in range(i, old) if place not in self._new_of]
            news = [place for place in range(j, new) if place not in self._old_of]
            if olds and news:
                yield olds, news
            i, j = old + 1, new + 1

    def result(self) -> Iterator[Match]:
        """Yield every cell once, in the order of the new side, with removed cells where they were."""
        i = j = 0
        for old, new in [*self._in_order(), (len(self.old), len(self.new))]:
            yield from (Match(place, None) for place in range(i, old) if place not in self._new_of)
            yield from (Match(self._old_of.get(p), p, moved=p in self._old_of) for p in range(j, new))
            if old < len(self.old):
                yield Match(old, new)
            i, j = old + 1, new + 1

    def _in_order(self) -> list[tuple[int, int]]:
        return longest_rise(sorted(self._new_of.items()))
