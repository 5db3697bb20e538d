"""A notebook's cells as values for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.web.notebook.outputs import PICTURES, outputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.store.record import CellRun

_MOST_CELLS = 2_000


def cells_of(notebook: Notebook, ran: Mapping[int, CellRun], address: str) -> list[dict[str, Any]]:
    """Return the cells, each with how it ran; `address` is where the outputs of the run are."""
    return [_cell(cell, ran.get(cell.number), address) for cell in notebook.cells[:_MOST_CELLS]]


def _cell(cell: Cell, run: CellRun | None, address: str) -> dict[str, Any]:
    return {
        "number": cell.number,
        "kind": cell.kind,
        "count": cell.count,
        "tags": list(cell.tags),
        "source": cell.source,
        "attachments": _attachments(cell),
        "status": run and run.status,
        "duration_s": run and run.duration_s,
        "taken_from": run and run.taken_from,
        "outputs": outputs_of(cell, f"{address}/{cell.number}"),
    }


def _attachments(cell: Cell) -> dict[str, str]:
    """Return the pictures of a Markdown cell as addresses that hold them."""
    made = {}
    for name, bundle in cell.attachments.items():
        for mime, text in bundle.items() if isinstance(bundle, dict) else ():
            if mime in PICTURES and isinstance(text, str):
                made[name] = f"data:{mime};base64,{''.join(text.split())}"
    return made
