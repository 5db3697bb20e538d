"""Make a notebook say what its text says, and leave everything else in it as it is.

What the text changed is the difference of two readings: of the text that the notebook itself would give, and
of the text as it is now. Only that is carried over, so whatever jupytext cannot express stays untouched.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import PairError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import REMOVE, Copy, Edit, set_source
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.stale import EXECUTION, execution_after, is_stale
from nbtrack.pairing.alignment import align
from nbtrack.pairing.lines import carried
from nbtrack.pairing.new_cells import Ids, new_cell
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.pairing.reading import Reading, TextCell


class Changes(NamedTuple):
    """What became of a notebook's cells."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    stale: int = 0

    @property
    def summary(self) -> str:
        """Return the changes in words, "" where there are none."""
        parts = [
            f"{count_text(n, 'cell')} {what}" for n, what in zip(self[:4], self._fields[:4], strict=True) if n
        ]
        if self.stale:
            parts.append(f"outputs of {self.stale} now stale")
        return ", ".join(parts)


class Applied(NamedTuple):
    """The notebook's new bytes and what changed in it."""

    raw: bytes
    changes: Changes


def apply_text(notebook: Notebook, before: Reading, after: Reading) -> Applied:
    """Carry the difference of two readings into a notebook; raises PairError where a line cannot be carried.

    `before` has one cell for each of the notebook's.
    """
    return apply_placed(notebook, before, after, align(before.cells, after.cells))


def apply_placed(
    notebook: Notebook, before: Reading, after: Reading, places: Sequence[int | None]
) -> Applied:
    """Carry a difference as `apply_text` does, where it is known which cell each new one continues."""
    edits = list(_metadata_edits(notebook, before, after))
    for place, cell in zip(places, after.cells, strict=True):
        if place is not None:
            edits.extend(_cell_edits(notebook, notebook.cells[place], before.cells[place], cell))
    edited = parse(apply_edits(notebook, edits), notebook.path, notebook.reader)
    raw = apply_edits(edited, _order_edits(edited, list(places), after))
    return Applied(raw, _changes(notebook, edited, list(places)))


def _cell_edits(notebook: Notebook, cell: Cell, before: TextCell, after: TextCell) -> Iterator[Edit]:
    metadata = dict(cell.metadata)
    _carry_keys(metadata, before.meaning[2], after.meaning[2])
    source = carried(cell.source, before.source, after.source)
    if source is None:
        raise PairError(
            f"{notebook.path}: cell {cell.number} changed in the text in a way that cannot be carried over, "
            "because jupytext does not write all of its lines as they are",
            hint="make this change in the notebook; `nbtrack sync` then brings the text up to date",
        )
    if source != cell.source:
        yield set_source(cell, source)
        execution = execution_after(cell, source)
        metadata.pop(EXECUTION, None)
        if execution:
            metadata[EXECUTION] = execution
    for key in metadata.keys() | cell.metadata.keys():
        if key not in metadata:
            yield Edit((*cell.pointer, "metadata", key), REMOVE)
        elif key not in cell.metadata or cell.metadata[key] != metadata[key]:
            yield Edit((*cell.pointer, "metadata", key), metadata[key])


def _carry_keys(target: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    for key in before.keys() - after.keys():
        target.pop(key, None)
    target.update({key: value for key, value in after.items() if key not in before or before[key] != value})


def _metadata_edits(notebook: Notebook, before: Reading, after: Reading) -> Iterator[Edit]:
    """Carry what a changed header says; a text without a header says nothing."""
    if not (before.has_header and after.has_header):
        return
    target = dict(notebook.metadata)
    old, new = dict(before.said), dict(after.said)
    jupytext = dict(target.get("jupytext", {}))
    _carry_keys(jupytext, old.pop("jupytext", {}), new.pop("jupytext", {}))
    _carry_keys(target, old, new)
    if jupytext or "jupytext" in target:
        target["jupytext"] = jupytext
    for key in target.keys() | notebook.metadata.keys():
        if key not in target:
            yield Edit(("metadata", key), REMOVE)
        elif key not in notebook.metadata or notebook.metadata[key] != target[key]:
            yield Edit(("metadata", key), target[key])


def _order_edits(notebook: Notebook, places: list[int | None], after: Reading) -> list[Edit]:
    if places == list(range(len(notebook.cells))):
        return []
    ids = Ids(cell.id for cell in notebook.cells)
    cells = [
        new_cell(cell, ids, notebook.format[1]) if place is None else Copy(("cells", place))
        for place, cell in zip(places, after.cells, strict=True)
    ]
    return [Edit(("cells",), cells)]


def _changes(old: Notebook, new: Notebook, places: list[int | None]) -> Changes:
    kept = [place for place in places if place is not None]
    pairs = [(old.cells[place], new.cells[place]) for place in kept]
    return Changes(
        changed=sum(a.source != b.source for a, b in pairs),
        added=len(places) - len(kept),
        removed=len(old.cells) - len(kept),
        moved=sum(a > b for a, b in pairwise(kept)),
        stale=sum(is_stale(b) and not is_stale(a) for a, b in pairs),
    )
