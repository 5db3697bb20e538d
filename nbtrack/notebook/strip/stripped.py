"""Strip a notebook: for the command, which tells what it did, and for git's filter."""

from __future__ import annotations

from nbtrack.errors import EditError, NotebookError
from nbtrack.notebook.cut import cut_apart, seems_run
from nbtrack.notebook.doubled import require_outputs_seen
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.formats import parse_strippable, strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.result import Stripped, result_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.cut import Cut
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.notebook.strip.policy import StripPolicy


def stripped(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped:
    """Return a notebook stripped; raises NbtrackError where it cannot be read or edited."""
    try:
        if not seems_run(raw):
            return _edited(parse_strippable(raw, name, reader), policy, None)

        from nbtrack.notebook.strip.at_once import stripped_at_once

        return stripped_at_once(raw, name, policy, reader) or stripped_closely(raw, name, policy, reader)
    except RecursionError:  # read by the interpreter's scanner, which is content with a little more
        from nbtrack.notebook.diagnose import NO_NOTEBOOK

        raise NotebookError("it is nested too deeply to be stripped", path=name, hint=NO_NOTEBOOK) from None


def stripped_closely(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped:
    """Do the same edit by edit, whatever the policy and the notebook."""
    try:
        cut = cut_apart(raw, reader)
    except EditError as error:
        notebook = parse_strippable(raw, name, reader)
        if strip_edits(notebook, policy):  # else it is no matter
            raise error.of(name) from None
        return _edited(notebook, policy, None)
    notebook = strippable(raw, cut.data, name, reader) if cut else parse_strippable(raw, name, reader)
    return _edited(notebook, policy, cut)


def _edited(notebook: Notebook, policy: StripPolicy, cut: Cut | None) -> Stripped:
    edits = strip_edits(notebook, policy)
    require_outputs_seen(notebook)
    return result_of(notebook, edits, apply_edits(notebook, edits, cut))
