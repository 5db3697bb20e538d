"""Which cells are one so far, and what is left between those that kept their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.sequence import longest_rise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nbtrack.notebook.document import Cell


class CellKey(NamedTuple):
    """What tells a cell from others."""

    id: str | None
    kind: str
    source: str

    @property
    def content(self) -> tuple[str, str]:
        """Return what has to be equal for the same content."""
        return self.kind, self.source


def keys_of(cells: Iterable[Cell]) -> list[CellKey]:
    """Return what tells each cell from others."""
    return [CellKey(cell.id, cell.kind, cell.source) for cell in cells]


class Match(NamedTuple):
    """An old and a new cell that are one, counted from 0; None where a cell was added or removed."""

    old: int | None
    new: int | None
    moved: bool = False


class Matching:
    """The pairs found so far, each cell in one pair at most.

    Contents are numbers, equal where the contents are: they are compared more often than made.
    """

    __slots__ = ("_in_order", "_new_of", "_old_of", "new", "new_contents", "old", "old_contents")

    def __init__(self, old: Sequence[CellKey], new: Sequence[CellKey]) -> None:
        self.old = old
        self.new = new
        numbers: dict[tuple[str, str], int] = {}
        self.old_contents = [numbers.setdefault((kind, text), len(numbers)) for _, kind, text in old]
        self.new_contents = [numbers.setdefault((kind, text), len(numbers)) for _, kind, text in new]
        self._new_of: dict[int, int] = {}
        self._old_of: dict[int, int] = {}
        self._in_order: list[tuple[int, int]] | None = None

    def add(self, old: int, new: int) -> None:
        """Say that two cells are one; both must be free."""
        self._new_of[old] = new
        self._old_of[new] = old
        self._in_order = None

    def has_free(self) -> bool:
        """Tell whether cells of both sides have no partner."""
        return len(self._new_of) < len(self.old) and len(self._old_of) < len(self.new)

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
        for old, new in self._ordered():
            if i < old and j < new:
                olds = [place for place in range(i, old) if place not in self._new_of]
                news = [place for place in range(j, new) if place not in self._old_of]
                if olds and news:
                    yield olds, news
            i, j = old + 1, new + 1

    def result(self) -> Iterator[Match]:
        """Yield every cell once, in the order of the new side, with removed cells where they were."""
        i = j = 0
        for old, new in self._ordered():
            if i < old:
                yield from (Match(place, None) for place in range(i, old) if place not in self._new_of)
            if j < new:
                yield from (Match(self._old_of.get(p), p, moved=p in self._old_of) for p in range(j, new))
            if old < len(self.old):
                yield Match(old, new)
            i, j = old + 1, new + 1

    def _ordered(self) -> list[tuple[int, int]]:
        """Return the pairs that kept their order, and the end of both sides."""
        if self._in_order is None:
            kept = longest_rise(sorted(self._new_of.items()))
            self._in_order = [*kept, (len(self.old), len(self.new))]
        return self._in_order
