"""What was taken out of shared runs, each kind of thing once, with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MOST = 3  # places in one line


class LeftOut(NamedTuple):
    """A kind of thing; `places` are where it was found and how often."""

    what: str
    places: tuple[tuple[str, int], ...]

    @property
    def times(self) -> int:
        """Return how often it was found."""
        return sum(count for _, count in self.places)

    @property
    def text(self) -> str:
        """Return it in one line, with some of its places."""
        some = ", ".join(where for where, _ in self.places[:_MOST])
        more = len(self.places) - _MOST
        rest = f" and {count_text(more, 'more place')}" if more > 0 else ""
        return f"{self.times} x {self.what} in {some}{rest}"


def by_kind(found: Iterable[Mapping[str, Any]]) -> Sequence[LeftOut]:
    """Return what a Scrubber found, what was found most often first."""
    places: dict[str, list[tuple[str, int]]] = {}
    for one in found:
        places.setdefault(one["what"], []).append((one["where"], one["count"]))
    kinds = (LeftOut(what, tuple(some)) for what, some in places.items())
    return sorted(kinds, key=lambda kind: -kind.times)
