"""Look at a notebook for what strip would take out, with no import of what takes it out."""

from __future__ import annotations

from nbtrack.notebook.doubled import require_outputs_seen
from nbtrack.notebook.strip.formats import parse_strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.result import Stripped, result_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.strip.policy import StripPolicy


def looked_at(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped:
    """Return what strip would take out of a notebook, without the bytes that are left."""
    notebook = parse_strippable(raw, name, reader)
    edits = strip_edits(notebook, policy)
    if not edits:
        require_outputs_seen(notebook)
    return result_of(notebook, edits, raw)
