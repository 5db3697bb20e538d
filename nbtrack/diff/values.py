"""Which values of the metadata changed, each named by its path."""

from __future__ import annotations

import json
from itertools import repeat
from marshal import dumps
from typing import TYPE_CHECKING, Any

from nbtrack.diff.model import ValueChange

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 4  # below that a value is shown whole: front ends keep whole documents in the metadata
_MOST_CHARACTERS = 300
_WORDS = {True: "true", False: "false"}  # most values that change, and an encoder is slow to start
_EXACT = frozenset({str, int, bool, type(None)})  # of one type, equal ones are the same; 0.0 and -0.0 are not
_TEXTS, _OBJECTS = {str}, {dict}
_WALKED = 4  # levels of objects, as many as an output has; below that values are compared as they are written
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


class _Absent:
    """Stand for a value that is not there; None is a value in JSON."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


def value_changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[ValueChange, ...]:
    """Compare two objects, key by key."""
    return tuple(_changes(old, new, ()))


def is_same(old: object, new: object) -> bool:
    """Tell it for most values at once, and strictly: 1, 1.0 and True are equal, but not the same in a file.

    What is nested deeper than marshal writes is never the same.
    """
    return bool(old == new) and _is_same_too(old, new, _WALKED)


def are_same_cells(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell of two cells whether they are the same, looking twice at nothing that equals nothing else."""
    if old != new:
        return False
    for key, value in old.items():
        kind = type(value)
        if kind is str or key == "source":
            continue
        if kind is not type(new[key]) or not (kind is int or _is_same_too(value, new[key], _WALKED)):
            return False
    return True


def _is_same_too(old: Any, new: Any, levels: int) -> bool:
    """Tell it of values that are equal; texts, which are most of a notebook, need not be written for that."""
    kind = type(old)
    if kind is not type(new):
        return False
    if kind in _EXACT or not (old or kind is float):
        return True
    if levels and kind is dict:
        for key, value in old.items():
            if type(value) is not str and not _is_same_too(value, new[key], levels - 1):
                return False
        return True
    if levels and kind is list:
        kinds = {*map(type, old)}
        if kinds == _TEXTS:
            return True
        if kinds == _OBJECTS:
            return all(map(_is_same_too, old, new, repeat(levels - 1)))
    try:
        return dumps(old, 2) == dumps(new, 2)
    except ValueError:
        return False


def _changes(old: object, new: object, path: tuple[str, ...]) -> Iterator[ValueChange]:
    if isinstance(old, dict) and isinstance(new, dict) and len(path) < _DEEPEST:
        for key in {**old, **new}:
            yield from _changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif type(old) is type(new) is str and old == new:
        return
    elif old is not new and (before := written(old)) != (
        after := written(new)
    ):  # 1 == True, but not in a file
        yield ValueChange(path, cut(before), cut(after))


def cut(text: str | None) -> str | None:
    """Shorten a value as JSON where it is long."""
    if text is None or len(text) <= _MOST_CHARACTERS:
        return text
    return f"{text[:_MOST_CHARACTERS]}… ({len(text)} characters)"


def written(value: object) -> str | None:
    """Return a value as JSON, the same for equal values; None where there is none."""
    if value is ABSENT:
        return None
    return _WORDS[value] if type(value) is bool else _JSON.encode(value)
