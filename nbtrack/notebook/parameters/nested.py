"""Give a part of a nested parameter: `--set model.depth=3`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.conversion import WrongValue, converted
from nbtrack.notebook.parameters.kinds import ANY, kind_of_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.notebook.parameters.given import Given


def with_part(whole: object, given: Given) -> Any:
    """Return a copy of a nested value with one part replaced, typed by what stood there; raises RunError.

    What is not there already cannot be given: a misspelled key would change nothing and say nothing.
    """
    return _replaced(whole, given.keys, given)


def _replaced(value: object, keys: Sequence[str], given: Given) -> Any:
    if not keys:
        return _typed(value, given)
    key, *rest = keys
    if isinstance(value, dict):
        found = _key_of(value, key, given)
        return {**value, found: _replaced(value[found], rest, given)}
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        place = int(key)
        return [*value[:place], _replaced(value[place], rest, given), *value[place + 1 :]]
    held = f"a list of {len(value)}" if isinstance(value, list) else f"{type(value).__name__}, not a dict"
    raise RunError(f"{given.spelled!r} ({given.origin}) has no place: what {key!r} should be in is {held}")


def _key_of(value: dict[Any, Any], key: str, given: Given) -> Any:
    from difflib import get_close_matches

    names = {str(each): each for each in value}
    if key in names:
        return names[key]
    close = get_close_matches(key, names, n=1)
    has = f"it has {', '.join(names) or 'none'}"
    raise RunError(
        f"{given.spelled!r} ({given.origin}) names a key {key!r} that is not there",
        hint=f"did you mean {close[0]!r}? {has}" if close else has,
    )


def _typed(old: object, given: Given) -> Any:
    kind = ANY if old is None else kind_of_value(old)
    try:
        return converted(given.value, kind)
    except WrongValue:
        raise RunError(
            f"{given.spelled!r} ({given.origin}) is of kind {kind}, and {str(given.value)!r} is not"
        ) from None
