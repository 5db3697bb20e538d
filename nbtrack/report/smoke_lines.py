"""On which line of its file a notebook fails outside Jupyter."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.files import STDIN, load
from nbtrack.report.lines import place_lines
from nbtrack.rules.place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.smoke.verdict import Tried


def located(tried: Tried) -> Tried:
    """Return it with the line of the file, 1 where nobody can tell."""
    failure = tried.verdict.failure if tried.verdict else None
    if failure is None or not failure.cell or tried.path == STDIN or not tried.path.endswith(SUFFIX):
        return tried
    try:
        notebook = load(tried.path)
        cell = notebook.cells[failure.cell - 1]
    except (NotebookError, IndexError):  # somebody changed it since
        return tried
    pointer = (*cell.pointer, cell.source_key)
    return tried._replace(file_line=place_lines(notebook, [Place(pointer, line=failure.line)])[0])
