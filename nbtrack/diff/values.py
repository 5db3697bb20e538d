"""Which values of the metadata changed, each named by its path."""

from __future__ import annotations

import json
from marshal import dumps
from typing import TYPE_CHECKING, Any

from nbtrack.diff.model import ValueChange

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 4  # below that a value is shown whole: front ends keep whole documents in the metadata
_MOST_CHARACTERS = 300
ABSENT = object()
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def value_changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[ValueChange, ...]:
    """Compare two objects, key by key."""
    return tuple(_changes(old, new, ()))


def is_same(old: Any, new: Any) -> bool:
    """Tell it for most values at once, and strictly: 1, 1.0 and True are equal, but not the same in a file.

    What is nested deeper than marshal writes is never the same.
    """
    try:
        return bool(old == new) and dumps(old, 2) == dumps(new, 2)
    except ValueError:
        return False


def are_same_cells(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell of two cells whether they are the same, looking twice at nothing that equals nothing else."""
    if old != new:
        return False
    for key, value in old.items():
        is_plain = key == "source" or value is None or isinstance(value, str) or (not value and value != 0)
        if not is_plain and not is_same(value, new[key]):
            return False
    return True


def _changes(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[ValueChange]:
    if isinstance(old, dict) and isinstance(new, dict) and len(path) < _DEEPEST:
        for key in {**old, **new}:
            yield from _changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif type(old) is type(new) is str and old == new:
        return
    elif old is not new and written(old) != written(new):  # 1 == True == 1.0, but not in a file
        yield ValueChange(path, shown(old), shown(new))


def shown(value: Any) -> str | None:
    """Return a value as JSON, cut where it is long; None where there is none."""
    text = written(value)
    if text is None or len(text) <= _MOST_CHARACTERS:
        return text
    return f"{text[:_MOST_CHARACTERS]}… ({len(text)} characters)"


def written(value: Any) -> str | None:
    """Return a value as JSON, the same for equal values; None where there is none."""
    return None if value is ABSENT else _JSON.encode(value)
