"""The cells that a run executes, and what tells their sources apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.notebook.tags import SKIPPED
from nbtrack.store.digest import digest_of

if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell, Notebook


def running_cells(notebook: Notebook) -> list[Cell]:
    """Return the cells that a run executes."""
    return [
        cell
        for cell in notebook.cells
        if cell.kind == "code" and cell.source.strip() and SKIPPED not in cell.tags
    ]


def source_digest(cell: Cell) -> str:
    """Return a digest that is equal for cells of the same source, of which a record holds no secrets."""
    return digest_of(cell.source.rstrip().encode("utf-8", "surrogatepass"))
