"""Merge notebooks made for tests, and hold every result to what a merge promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from nbtrack.merge.engine import merge_notebooks
from nbtrack.merge.model import DEFAULT
from nbtrack.notebook.document import parse
from tests.making import code, notebook_b

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.merge.model import Merged, Strategy
    from nbtrack.notebook.document import Notebook

Cells = list[dict[str, Any]]


def named(name: str, source: str, **more: Any) -> dict[str, Any]:
    """Make a code cell with an id."""
    return {"id": name} | code(source, **more)


def merge_b(base: bytes, ours: bytes, theirs: bytes, strategy: Strategy = DEFAULT) -> Merged:
    """Merge bytes; a result that nbformat does not take, or with an id twice, fails the test."""
    merged = merge_notebooks(
        parse(base, "base.ipynb"), parse(ours, "ours.ipynb"), parse(theirs, "theirs.ipynb"), strategy
    )
    assert_sound(merged.raw)
    return merged


def merge_cells(base: Cells, ours: Cells, theirs: Cells, strategy: Strategy = DEFAULT) -> Merged:
    """Merge notebooks of these cells."""
    return merge_b(notebook_b(*base), notebook_b(*ours), notebook_b(*theirs), strategy)


def assert_sound(raw: bytes) -> Notebook:
    """Hold a notebook to the format."""
    nbformat.validate(nbformat.reads(raw.decode(), nbformat.NO_CONVERT))  # type: ignore[no-untyped-call]
    book = parse(raw)
    ids = [cell.id for cell in book.cells if cell.id is not None]
    assert len(set(ids)) == len(ids)
    return book


def merge_sides(sides: Sequence[Cells], strategy: Strategy = DEFAULT) -> Merged:
    """Merge notebooks of the cells of base, ours and theirs."""
    base, ours, theirs = sides
    return merge_cells(base, ours, theirs, strategy)


def sources(merged: Merged) -> list[str]:
    """Return what the cells of a merge say."""
    return [cell.source for cell in parse(merged.raw).cells]


def merged_source(base: str, ours: str, theirs: str) -> str:
    """Merge one cell's source; conflicts are in it, marked."""
    sides = [[named("a", text)] for text in (base, ours, theirs)]
    merged = merge_sides(sides)
    (found,) = sources(merged)
    return found
