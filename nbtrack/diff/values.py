"""Which values of the metadata changed, each named by its path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.diff.model import ValueChange

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 4  # below that a value is shown whole: front ends keep whole documents in the metadata
_MOST_CHARACTERS = 300
_ABSENT = object()


def value_changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[ValueChange, ...]:
    """Compare two objects, key by key."""
    return tuple(_changes(old, new, ()))


def _changes(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[ValueChange]:
    if isinstance(old, dict) and isinstance(new, dict) and len(path) < _DEEPEST:
        for key in {**old, **new}:
            yield from _changes(old.get(key, _ABSENT), new.get(key, _ABSENT), (*path, key))
    elif type(old) is type(new) is str:
        if old != new:
            yield ValueChange(path, _shown(old), _shown(new))
    elif old is not new and _written(old) != _written(new):  # 1 == True == 1.0, but not in a file
        yield ValueChange(path, _shown(old), _shown(new))


def _shown(value: Any) -> str | None:
    text = _written(value)
    if text is None or len(text) <= _MOST_CHARACTERS:
        return text
    return f"{text[:_MOST_CHARACTERS]}… ({len(text)} characters)"


def _written(value: Any) -> str | None:
    return None if value is _ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)
