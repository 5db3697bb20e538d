"""What stored outputs say of the expressions that cells end with: that they gave a value, or nothing."""

from __future__ import annotations

from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell, Notebook

_VALUES = frozenset(("execute_result", "pyout"))  # display_data may be a progress bar


class Witness(NamedTuple):
    """The numbers of cells that ended with a value when they ran, and of those that showed nothing at all."""

    valued: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()


def witness(notebook: Notebook) -> Witness:
    """Return what outputs tell; where no cell has a value they were taken out, and tell nothing."""
    ran = [cell for cell in notebook.cells if cell.kind == "code" and cell.count is not None]
    valued = frozenset(cell.number for cell in ran if not _VALUES.isdisjoint(_types(cell)))
    if not valued:
        return Witness()
    return Witness(valued, frozenset(cell.number for cell in ran if not cell.outputs))


def _types(cell: Cell) -> list[object]:
    return [output.get("output_type") for output in cell.outputs if isinstance(output, dict)]
