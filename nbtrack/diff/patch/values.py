"""How one JSON value becomes another, strictly: 1, 1.0 and true are three values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.diff.patch.model import Replaced, Splice, Spliced
from nbtrack.diff.sequence import gaps_between, matches
from nbtrack.diff.values import ABSENT
from nbtrack.notebook.edits import source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.diff.patch.model import ValueEdit
    from nbtrack.notebook.document import Pointer


def value_edits(old: object, new: object, path: Pointer) -> Iterator[ValueEdit]:
    """Yield the edits, none of which meets another; a list is either edited in its elements or spliced."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from value_edits(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif is_same(old, new):
        return
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_edits(old, new, path)
    elif isinstance(old, str) and isinstance(new, str) and "\n" in old and "\n" in new:
        yield Spliced(path, True, tuple(_splices(source_lines(old), source_lines(new))))
    else:
        yield Replaced(path, old, new)


def is_same(old: object, new: object) -> bool:
    """Tell whether two values are written alike; the order of keys says nothing."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new
    return old is new or _key(old) == _key(new)


def _list_edits(old: list[Any], new: list[Any], path: Pointer) -> Iterator[ValueEdit]:
    splices = tuple(_splices([_key(value) for value in old], [_key(value) for value in new]))
    if all(_stays_in_place(old, new, splice) for splice in splices):
        for splice in splices:
            for place in range(splice.old_at, splice.old_at + len(splice.old)):
                yield from value_edits(old[place], new[place], (*path, place))
    else:
        yield Spliced(path, False, tuple(_with_values(splice, old, new) for splice in splices))


def _stays_in_place(old: list[Any], new: list[Any], splice: Splice) -> bool:
    """Tell whether the same number of objects, each with the same keys as before, stand in the same place."""
    before, after = _with_values(splice, old, new)[2:]
    return (
        splice.old_at == splice.new_at
        and len(before) == len(after)
        and all(
            isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys()
            for one, other in zip(before, after, strict=True)
        )
    )


def _with_values(splice: Splice, old: list[Any], new: list[Any]) -> Splice:
    at, new_at = splice.old_at, splice.new_at
    return Splice(
        at, new_at, tuple(old[at : at + len(splice.old)]), tuple(new[new_at : new_at + len(splice.new)])
    )


def _splices(old: Sequence[str], new: Sequence[str]) -> Iterator[Splice]:
    for olds, news in gaps_between(matches(old, new), len(old), len(new)):
        if olds or news:
            gone, come = old[olds.start : olds.stop], new[news.start : news.stop]
            yield Splice(olds.start, news.start, tuple(gone), tuple(come))


def _key(value: object) -> str:
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)
