"""A patch as JSON values, and back."""

from __future__ import annotations

from typing import Any

from nbtrack.diff.diff_json import SCHEMA
from nbtrack.diff.patch.model import CellPatch, Patch, Replaced, Splice, Spliced, ValueEdit
from nbtrack.diff.values import ABSENT
from nbtrack.errors import DiffError

_Json = dict[str, Any]


def patch_to_json(patch: Patch) -> _Json:
    """Return a patch as JSON values."""
    return {
        "old": {"sha256": patch.old_digest, "cells": patch.old_count},
        "new": {"sha256": patch.new_digest, "cells": patch.new_count},
        "cells": [_cell_to_json(cell) for cell in patch.cells],
        "document": [_edit_to_json(edit) for edit in patch.document],
    }


def patch_from_json(found: Any) -> Patch:
    """Return the patch of JSON values; raises DiffError where they are none."""
    try:
        old, new = found["old"], found["new"]
        patch = Patch(
            str(old["sha256"]),
            str(new["sha256"]),
            _number(old["cells"]),
            _number(new["cells"]),
            tuple(_cell_from_json(cell) for cell in found["cells"]),
            tuple(_edit_from_json(edit) for edit in found["document"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DiffError(f"this is no patch: {type(error).__name__} {error}") from None
    _check_numbers(patch)
    return patch


def patch_from_diff(found: object) -> Patch:
    """Return the patch inside a diff as JSON values; raises DiffError where there is none."""
    if isinstance(found, dict) and found.get("schema") == SCHEMA and "patch" in found:
        return patch_from_json(found["patch"])
    if isinstance(found, dict) and found.get("schema") == SCHEMA:
        raise DiffError(
            "this diff cannot be applied: it was made of the sources only",
            hint="make it without --sources: `nbtrack diff --json OLD NEW`",
        )
    raise DiffError("this is no diff of nbtrack", hint="make one: `nbtrack diff --json OLD NEW`")


def _cell_to_json(cell: CellPatch) -> _Json:
    found: _Json = {
        name: number for name, number in (("old", cell.old), ("new", cell.new)) if number is not None
    }
    if cell.value is not ABSENT:
        return found | {"cell": cell.value}
    return found | {"edits": [_edit_to_json(edit) for edit in cell.edits]}


def _cell_from_json(found: _Json) -> CellPatch:
    old, new = (None if found.get(side) is None else _number(found[side]) for side in ("old", "new"))
    if old is not None and new is not None:
        return CellPatch(old, new, tuple(_edit_from_json(edit) for edit in found["edits"]))
    if not isinstance(found["cell"], dict):
        raise TypeError("a cell is an object")
    return CellPatch(old, new, value=found["cell"])


def _edit_to_json(edit: ValueEdit) -> _Json:
    path = list(edit.path)
    if isinstance(edit, Spliced):
        splices = [
            {"old_at": s.old_at, "new_at": s.new_at, "old": list(s.old), "new": list(s.new)}
            for s in edit.splices
        ]
        return {"path": path, "lines" if edit.is_text else "items": splices}
    values = {"old": edit.old, "new": edit.new}
    return {"path": path} | {name: value for name, value in values.items() if value is not ABSENT}


def _edit_from_json(found: _Json) -> ValueEdit:
    path = tuple(found["path"])
    for key in path if path else (None,):
        if not isinstance(key, str):
            _number(key)
    for name in ("lines", "items"):
        if name in found:
            return Spliced(path, name == "lines", _splices(found[name], is_text=name == "lines"))
    return Replaced(path, found.get("old", ABSENT), found.get("new", ABSENT))


def _splices(found: list[_Json], *, is_text: bool) -> tuple[Splice, ...]:
    splices = tuple(_splice(inner) for inner in found)
    place = 0
    for splice in splices:
        if splice.old_at < place:
            raise ValueError("its places overlap")
        place = splice.old_at + len(splice.old)
        if is_text and not all(isinstance(line, str) for line in splice.old + splice.new):
            raise TypeError("a line is a text")
    return splices


def _splice(found: _Json) -> Splice:
    return Splice(
        _number(found["old_at"]), _number(found["new_at"]), tuple(found["old"]), tuple(found["new"])
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is no place")
    return value


def _check_numbers(patch: Patch) -> None:
    """Refuse a patch whose cells cannot all find their place."""
    for numbers, count in (
        ([cell.old for cell in patch.cells if cell.old is not None], patch.old_count),
        ([cell.new for cell in patch.cells if cell.new is not None], patch.new_count),
    ):
        if len(set(numbers)) < len(numbers) or not all(1 <= number <= count for number in numbers):
            raise DiffError("this is no patch: a cell stands twice, or beyond the last one")
    gone = sum(cell.new is None for cell in patch.cells)
    came = sum(cell.old is None for cell in patch.cells)
    if patch.old_count - gone + came != patch.new_count:
        raise DiffError("this is no patch: its cells do not add up")
