"""Strip a notebook: for the command, which tells what it did, and for git's filter."""

from __future__ import annotations

from nbtrack.errors import EditError, NotebookError
from nbtrack.notebook.cut import cut_apart, seems_run
from nbtrack.notebook.doubled import require_outputs_seen
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.formats import parse_strippable, strippable
from nbtrack.notebook.strip.plan import strip_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.notebook.edits import Edits
    from nbtrack.notebook.strip.policy import StripPolicy


class Stripped:
    """One notebook, the edits that strip wants and the bytes they make."""

    __slots__ = ("edits", "new", "notebook")

    def __init__(self, notebook: Notebook, edits: Edits, new: bytes) -> None:
        self.notebook = notebook
        self.edits = edits
        self.new = new


def stripped(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped:
    """Return a notebook stripped; raises NbtrackError where it cannot be read or edited."""
    twice: EditError | None = None
    try:
        cut = cut_apart(raw, reader) if seems_run(raw) else None
    except EditError as error:  # which is no matter where nothing is to be edited
        cut, twice = None, EditError(f"{name}: {error.message}", hint=error.hint)
    notebook = strippable(raw, cut.data, name, reader) if cut else parse_strippable(raw, name, reader)
    try:
        edits = strip_edits(notebook, policy)
        if twice and edits:
            raise twice
        if not edits or cut is None:  # where it was cut and is changed, that has shown what stands twice
            require_outputs_seen(notebook)
        return Stripped(notebook, edits, apply_edits(notebook, edits, cut))
    except RecursionError:  # read by the interpreter's scanner, which is content with a little more
        raise NotebookError("it is nested too deeply to be stripped", path=notebook.path) from None
