"""`nbtrack extract --cli`: a script whose options are the notebook's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.record.metrics.metrics_cell import names_of
from nbtrack.script.command_line.command_line import command_line_script
from nbtrack.script.extract import fitting_cells, production_cells

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Magics, Script
    from nbtrack.script.production.production import Removal


def with_command_line(
    notebook: Notebook, shell: str, magics: Magics, *, production: bool
) -> tuple[Script, tuple[Removal, ...]]:
    """Return the script, and what production left out of it; raises ScriptError."""
    removals: tuple[Removal, ...] = ()
    if production:
        features, cells, removals = production_cells(notebook, shell, magics)
    else:
        features, cells = fitting_cells(notebook, shell, magics)
    metrics = {cell.number: names for cell in notebook.cells if (names := names_of(cell))}
    return command_line_script(notebook, features, cells, metrics), removals
