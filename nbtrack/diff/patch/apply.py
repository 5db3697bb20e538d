"""Apply a patch to a notebook's bytes, where it fits, and touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.diff.patch.model import Replaced
from nbtrack.diff.patch.values import is_same
from nbtrack.diff.values import ABSENT
from nbtrack.errors import MisfitError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import REMOVE, Copy, Edit, at, source_lines
from nbtrack.notebook.splice import apply_edits
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.patch.model import CellPatch, Patch, Spliced, ValueEdit
    from nbtrack.notebook.document import Notebook, Pointer

_MOST_MISFITS = 5


def apply_patch(notebook: Notebook, patch: Patch) -> bytes:
    """Return the notebook's bytes with the patch applied.

    Raises MisfitError with every place where the notebook does not hold what the patch takes away, and
    EditError where a place cannot be edited exactly.
    """
    misfits = list(_misfits(notebook, patch))
    if misfits:
        more = [f"… and {len(misfits) - _MOST_MISFITS} more"] if len(misfits) > _MOST_MISFITS else []
        raise MisfitError(
            f"the patch does not fit {notebook.path}: " + "; ".join(misfits[:_MOST_MISFITS] + more),
            hint="nothing was written; a patch fits the notebook that it was made from",
        )
    raw = apply_edits(notebook, list(_edits(notebook, patch)))
    order = _order(patch)
    if order is None:
        return raw
    return apply_edits(parse(raw, notebook.path, notebook.reader), [Edit(("cells",), order)])


def _misfits(notebook: Notebook, patch: Patch) -> Iterator[str]:
    if len(notebook.cells) != patch.old_count:
        yield f"it has {count_text(len(notebook.cells), 'cell')}, the patch is for one with {patch.old_count}"
        return
    for edit in patch.document:
        if not _fits(notebook.data, edit):
            yield f"{_name(edit.path)} is not what the patch takes away"
    for cell in patch.cells:
        if cell.old is not None:
            yield from _cell_misfits(notebook.cells[cell.old - 1].data, cell)


def _cell_misfits(data: object, cell: CellPatch) -> Iterator[str]:
    if cell.new is None and not is_same(data, cell.value):
        yield f"cell {cell.old} is not the one that the patch removes"
    for edit in cell.edits:
        if not _fits(data, edit):
            yield f"cell {cell.old}: {_name(edit.path)} is not what the patch takes away"


def _name(path: Pointer) -> str:
    return ".".join(map(str, path))


def _fits(data: object, edit: ValueEdit) -> bool:
    found = _at(data, edit.path)
    if isinstance(edit, Replaced):
        return is_same(found, edit.old) and isinstance(_at(data, edit.path[:-1]), (dict, list))
    elements = _elements(found, edit)
    return elements is not None and all(
        is_same(elements[splice.old_at : splice.old_at + len(splice.old)], list(splice.old))
        and splice.old_at <= len(elements)
        for splice in edit.splices
    )


def _at(data: object, path: Pointer) -> Any:
    try:
        return at(data, path)
    except (KeyError, IndexError, TypeError):
        return ABSENT


def _elements(found: object, edit: Spliced) -> list[Any] | None:
    if edit.is_text:
        return source_lines(found) if isinstance(found, str) else None
    return found if isinstance(found, list) else None


def _edits(notebook: Notebook, patch: Patch) -> Iterator[Edit]:
    for edit in patch.document:
        yield _edit(notebook.data, (), edit)
    for cell in patch.cells:
        if cell.old is not None and cell.new is not None:
            found = notebook.cells[cell.old - 1]
            for edit in cell.edits:
                yield _edit(found.data, found.pointer, edit)


def _edit(data: object, base: Pointer, edit: ValueEdit) -> Edit:
    pointer = (*base, *edit.path)
    if isinstance(edit, Replaced):
        return Edit(pointer, REMOVE if edit.new is ABSENT else edit.new)
    if edit.is_text:
        lines = source_lines(at(data, edit.path))
        return Edit(pointer, "".join(_spliced(lines, edit)))
    places = [Copy((*pointer, place)) for place in range(len(at(data, edit.path)))]
    return Edit(pointer, _spliced(places, edit))


def _spliced(elements: list[Any], edit: Spliced) -> list[Any]:
    made: list[Any] = []
    place = 0
    for splice in edit.splices:
        made += [*elements[place : splice.old_at], *splice.new]
        place = splice.old_at + len(splice.old)
    return made + elements[place:]


def _order(patch: Patch) -> list[Any] | None:
    """Return the new list of cells, None where they stay as they stand."""
    if all(cell.old == cell.new for cell in patch.cells) and patch.old_count == patch.new_count:
        return None
    named = {cell.old for cell in patch.cells}
    taken = {
        cell.new: cell.value if cell.old is None else Copy(("cells", cell.old - 1))
        for cell in patch.cells
        if cell.new is not None
    }
    rest = (Copy(("cells", number - 1)) for number in range(1, patch.old_count + 1) if number not in named)
    return [taken[n] if n in taken else next(rest) for n in range(1, patch.new_count + 1)]
