"""Merge JSON values key by key. Nothing here is a conflict: what both sides changed stays as ours has it."""

from __future__ import annotations

from marshal import dumps
from typing import TYPE_CHECKING, Any

from nbtrack.diff.values import ABSENT
from nbtrack.notebook.edits import REMOVE, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Pointer


# Halves of two kernels make none that exists.
_WHOLE = frozenset({"kernelspec", "language_info"})
_TAGS = "tags"


def merge_values(
    base: object, ours: object, theirs: object, disputed: list[str], path: tuple[str, ...] = ()
) -> Any:
    """Return the merged value, ABSENT where it is gone, and say in `disputed` what both sides changed."""
    if same(ours, theirs) or same(theirs, base):
        return ours
    if same(ours, base):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict) and not _WHOLE.intersection(path[-1:]):
        return _merge_objects(base if isinstance(base, dict) else {}, ours, theirs, disputed, path)
    if path[-1:] == (_TAGS,) and isinstance(ours, list) and isinstance(theirs, list):
        return _merge_sets(base if isinstance(base, list) else [], ours, theirs)
    removed = ours is ABSENT or theirs is ABSENT  # what one side changed outlives the other's removal
    what = "kept, though one side removed it" if removed else "both sides changed it, ours kept"
    disputed.append(f"{'.'.join(path)}: {what}")
    return theirs if ours is ABSENT else ours


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in a file: 1, 1.0 and True are equal, but not the same."""
    if one is other:
        return True
    if one != other:
        return False
    try:
        return dumps(one, 2) == dumps(other, 2) or _same_within(one, other)
    except ValueError:  # nested deeper than marshal writes
        return _same_within(one, other)


def edits_between(pointer: Pointer, old: object, new: object) -> Iterator[Edit]:
    """Yield the edits that make one value of another, as deep inside as they can be."""
    if same(old, new):
        return
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield Edit(pointer, new)
        return
    yield from (Edit((*pointer, key), REMOVE) for key in old if key not in new)
    for key, value in new.items():
        if key in old:
            yield from edits_between((*pointer, key), old[key], value)
        else:
            yield Edit((*pointer, key), value)


def _merge_objects(
    base: dict[str, Any],
    ours: dict[str, Any],
    theirs: dict[str, Any],
    disputed: list[str],
    path: tuple[str, ...],
) -> dict[str, Any]:
    merged = {}
    for key in {**ours, **theirs}:
        old, mine, yours = (side.get(key, ABSENT) for side in (base, ours, theirs))
        value = merge_values(old, mine, yours, disputed, (*path, key))
        if value is not ABSENT:
            merged[key] = value
    return merged


def _merge_sets(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    kept = [tag for tag in ours if tag in theirs or tag not in base]
    return kept + [tag for tag in theirs if tag not in base and tag not in ours]


def _same_within(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_same_within(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return all(map(_same_within, one, other))
    return type(one) is type(other)
