"""Outputs that are older than the code above them, and the mark that says so.

The mark stands in the cell's `execution` metadata: JupyterLab and nbclient write that anew whenever they run
the cell, and jupytext keeps it out of the text. Front ends that leave it alone are found out by the outputs
themselves: a mark holds only as long as the cell stores what it stored when it was marked.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell

EXECUTION = "execution"
MARK = "nbtrack.stale"


def is_stale(cell: Cell) -> bool:
    """Tell whether a cell's outputs were made by other code than it holds now."""
    mark = _mark(cell)
    return mark.get("outputs") == _outputs_digest(cell) and mark.get("source") != _digest(cell.source)


def execution_after(cell: Cell, new_source: str) -> dict[str, Any] | None:
    """Return what the `execution` metadata must be once a cell has a new source; None to leave it out."""
    execution = {key: value for key, value in _execution(cell).items() if key != MARK}
    if cell.outputs:
        made_by = str(_mark(cell)["source"]) if is_stale(cell) else _digest(cell.source)
        if made_by != _digest(new_source):
            execution[MARK] = {"outputs": _outputs_digest(cell), "source": made_by}
    return execution or None


def _execution(cell: Cell) -> dict[str, Any]:
    found = cell.metadata.get(EXECUTION)
    return found if isinstance(found, dict) else {}


def _mark(cell: Cell) -> dict[str, Any]:
    found = _execution(cell).get(MARK)
    return found if isinstance(found, dict) else {}


def _outputs_digest(cell: Cell) -> str:
    return _digest(json.dumps([cell.data.get("outputs"), cell.count], sort_keys=True))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
