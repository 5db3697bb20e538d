"""The order in which people count: layer_2 before layer_10."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeVar

    Named = TypeVar("Named", bound=tuple[Any, ...])

_NUMBER = re.compile("([0-9]+)")


def natural(name: str) -> tuple[tuple[Any, ...], str]:
    """Return what names are sorted by: texts as they are, and numbers between them by their size."""
    parts: list[Any] = _NUMBER.split(name)
    # `int` would refuse the thousands of digits that a stranger's name may have.
    parts[1::2] = [(len(digits := part.lstrip("0")), digits) for part in parts[1::2]]
    return tuple(parts), name


def by_name(named: Iterable[Named]) -> list[Named]:
    """Return items of dicts, or other tuples that begin with a name, in the order of names."""
    return sorted(named, key=lambda one: natural(one[0]))
