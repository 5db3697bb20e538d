"""A diff as the entries that `nbdime.patch` and nbdime's viewers read.

The format has no move: a cell that moved is removed in one place and added in the other. An `addrange` stands
before a `removerange` of the same key (https://nbdime.readthedocs.io/en/latest/diffing.html#diff-format).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.diff.nbdime.view import nbformat_view
from nbtrack.diff.patch.values import is_same
from nbtrack.diff.sequence import gaps_between, matches
from nbtrack.diff.values import ABSENT
from nbtrack.errors import DiffError
from nbtrack.notebook.document import NEWEST_MAJOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nbtrack.diff.model import NotebookDiff
    from nbtrack.notebook.document import Notebook

Entry = dict[str, Any]


def nbdime_entries(old: Notebook, new: Notebook, diff: NotebookDiff) -> list[Entry]:
    """Return everything that differs, whatever was compared; the diff says which cell was which.

    Raises DiffError for notebooks of nbformat 3.
    """
    for book in (old, new):
        if book.format[0] != NEWEST_MAJOR:
            raise DiffError(
                f"{book.path} is of nbformat {book.format[0]}, nbdime's format describes nbformat 4 only",
                hint="convert it: `jupyter nbconvert --to notebook --inplace NOTEBOOK`",
            )
    kept = [
        (cell.old - 1, cell.new - 1) for cell in diff.cells if cell.old and cell.new and cell.kind != "moved"
    ]
    before, after = nbformat_view(old.data), nbformat_view(new.data)
    cells = _sequence(before.pop("cells"), after.pop("cells"), kept, _cell)
    found = list(_mapping(before, after))
    if cells:
        found.append({"op": "patch", "key": "cells", "diff": cells})
    return sorted(found, key=lambda entry: str(entry["key"]))


def _cell(old: Any, new: Any) -> list[Entry]:
    outputs = old.get("outputs"), new.get("outputs")
    if not all(isinstance(side, list) for side in outputs):
        return _mapping(old, new)
    before, after = ({k: v for k, v in cell.items() if k != "outputs"} for cell in (old, new))
    found = _mapping(before, after)
    if inside := _sequence(*outputs, list(_output_pairs(*outputs)), _value):
        found.append({"op": "patch", "key": "outputs", "diff": inside})
    return sorted(found, key=lambda entry: str(entry["key"]))


def _output_pairs(old: list[Any], new: list[Any]) -> Iterator[tuple[int, int]]:
    """Pair equal outputs, and between those the ones of a kind."""
    same = matches([_key(output) for output in old], [_key(output) for output in new])
    for olds, news in gaps_between(same, len(old), len(new)):
        kinds = matches([_kind(old[i]) for i in olds], [_kind(new[j]) for j in news])
        yield from ((olds[i], news[j]) for i, j in kinds)
        if olds.stop < len(old):
            yield olds.stop, news.stop


def _kind(output: object) -> tuple[str, str]:
    if not isinstance(output, dict):
        return "", _key(output)
    return str(output.get("output_type")), str(output.get("name"))


def _mapping(old: dict[str, Any], new: dict[str, Any]) -> list[Entry]:
    found: list[Entry] = []
    for key in sorted({**old, **new}):
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if before is ABSENT:
            # nbformat invents an id while it reads a cell without one, so that nbdime may find one to replace
            found.append({"op": "replace" if key == "id" else "add", "key": key, "value": after})
        elif after is ABSENT:
            found.append({"op": "remove", "key": key})
        elif _can_be_patched(before, after):
            if inside := _value(before, after):
                found.append({"op": "patch", "key": key, "diff": inside})
        elif not is_same(before, after):
            found.append({"op": "replace", "key": key, "value": after})
    return found


def _can_be_patched(old: object, new: object) -> bool:
    return any(isinstance(old, kind) and isinstance(new, kind) for kind in (dict, list, str))


def _value(old: Any, new: Any) -> list[Entry]:
    if isinstance(old, dict):
        return _mapping(old, new)
    if isinstance(old, str):  # nbdime counts lines as Python does, not as nbformat
        return _list(old.splitlines(keepends=True), new.splitlines(keepends=True), str)
    return _list(old, new, _key)


def _list(old: list[Any], new: list[Any], key: Callable[[Any], str]) -> list[Entry]:
    pairs = matches([key(value) for value in old], [key(value) for value in new])
    return _sequence(old, new, pairs, lambda _old, _new: [])


def _sequence(
    old: Sequence[Any],
    new: Sequence[Any],
    pairs: Iterable[tuple[int, int]],
    inside: Callable[[Any, Any], list[Entry]],
) -> list[Entry]:
    found: list[Entry] = []
    for olds, news in gaps_between(pairs, len(old), len(new)):
        if news:
            found.append({"op": "addrange", "key": olds.start, "valuelist": [new[j] for j in news]})
        if olds:
            found.append({"op": "removerange", "key": olds.start, "length": len(olds)})
        if olds.stop < len(old) and (diff := inside(old[olds.stop], new[news.stop])):
            found.append({"op": "patch", "key": olds.stop, "diff": diff})
    return found


def _key(value: object) -> str:
    return json.dumps(value, sort_keys=True)
