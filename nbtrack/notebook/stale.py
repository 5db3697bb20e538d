"""Outputs that are older than the code above them, and the mark that says so.

The mark stands in the cell's `execution` metadata: JupyterLab and nbclient write that anew whenever they run
the cell, and jupytext keeps it out of the text. Front ends that leave it alone are found out by the outputs
themselves: a mark holds only as long as the cell stores what it stored when it was marked. It is one text, of
the outputs' digest and that of the source that made them: nbformat's schema allows only texts there.
"""

from __future__ import annotations

import json
from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Cell

EXECUTION = "execution"
MARK = "nbtrack.stale"


def is_stale(cell: Cell) -> bool:
    """Tell whether a cell's outputs were made by other code than it holds now."""
    outputs, made_by = _mark(cell)
    return outputs == _outputs_digest(cell) and made_by != _digest(cell.source)


def execution_after(cell: Cell, new_source: str) -> dict[str, Any] | None:
    """Return what the `execution` metadata must be once a cell has a new source; None to leave it out."""
    execution = {key: value for key, value in _execution(cell).items() if key != MARK}
    if cell.outputs:
        made_by = _mark(cell)[1] if is_stale(cell) else _digest(cell.source)
        if made_by != _digest(new_source):
            execution[MARK] = f"{_outputs_digest(cell)} {made_by}"
    return execution or None


def _execution(cell: Cell) -> dict[str, Any]:
    found = cell.metadata.get(EXECUTION)
    return found if isinstance(found, dict) else {}


def _mark(cell: Cell) -> tuple[str, str]:
    """Return the digests of the marked outputs and of the source that made them; empty without a mark."""
    found = _execution(cell).get(MARK)
    outputs, _, made_by = (found if isinstance(found, str) else "").partition(" ")
    return outputs, made_by


def _outputs_digest(cell: Cell) -> str:
    return _digest(json.dumps([cell.data.get("outputs"), cell.count], sort_keys=True))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
