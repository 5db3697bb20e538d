"""Which values of a JSON output changed, each named by its path: charts of Plotly and Vega, and any other."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from nbtrack.diff.model import ValueChange
from nbtrack.diff.sequence import gaps_between, matches
from nbtrack.diff.values import ABSENT, cut, written

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 40  # below that a value is shown whole
_LONGEST = 10_000_000  # characters of one side; beyond that its size is all that is said


def structure_changes(old: str, new: str) -> list[ValueChange]:
    """Compare two JSON texts value by value; empty for what is no JSON."""
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return []
    try:
        return list(_changes(json.loads(old), json.loads(new), ()))
    except (ValueError, RecursionError):
        return []


def _changes(old: object, new: object, path: tuple[str, ...]) -> Iterator[ValueChange]:
    if isinstance(old, dict) and isinstance(new, dict) and len(path) < _DEEPEST:
        for key in {**old, **new}:
            yield from _changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(path) < _DEEPEST:
        yield from _list_changes(old, new, path)
    elif (before := written(old)) != (after := written(new)):
        yield ValueChange(path, cut(before), cut(after))


def _list_changes(old: list[Any], new: list[Any], path: tuple[str, ...]) -> Iterator[ValueChange]:
    pairs = matches([written(value) for value in old], [written(value) for value in new])
    for olds, news in gaps_between(pairs, len(old), len(new)):
        for one, other in zip_longest(olds, news):
            place = str(one if other is None else other)
            yield from _changes(
                ABSENT if one is None else old[one], ABSENT if other is None else new[other], (*path, place)
            )
