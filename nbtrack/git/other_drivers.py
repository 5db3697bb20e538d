"""Filters and drivers of other tools that notebooks are given to: nbstripout's, nbdime's and so on."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.git.drivers import A_NOTEBOOK, NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SUFFIX = "ipynb"


class OtherDriver(NamedTuple):
    """A line that gives notebooks to another driver; `attribute` is what it says, as `filter=nbstripout`.

    It can be replaced where it is about notebooks and about drivers that take its place, and nothing else.
    """

    line: int
    text: str
    attribute: str
    can_be_replaced: bool


def other_drivers(text: str, kinds: Collection[str]) -> Iterator[OtherDriver]:
    """Yield the lines of an attributes file that name another driver of some kinds for notebooks."""
    for number, line in enumerate(text.split("\n"), 1):
        pattern, *attributes = line.split() or ["#"]
        if pattern.startswith("#") or not _is_for_notebooks(pattern):
            continue
        named = [word for word in attributes if _driver_kind(word) in kinds]
        if named and not named[0].endswith(f"={NAME}"):
            only = _SUFFIX in pattern and len(named) == len(attributes)
            yield OtherDriver(number, line, named[0], only)


def _driver_kind(attribute: str) -> str:
    kind, equals, _ = attribute.partition("=")
    return kind if equals else ""


def _is_for_notebooks(pattern: str) -> bool:
    return _SUFFIX in pattern or fnmatch(A_NOTEBOOK, pattern.strip('"').rpartition("/")[2])
