"""Read a notebook, or the notebook that a paired text file stands for."""

from __future__ import annotations

from nbtrack.errors import PairError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.files import STDIN, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook, Reader


def is_script(path: str) -> bool:
    """Tell whether a path is of Python that is paired with no notebook."""
    if not path.endswith(".py"):
        return False
    from nbtrack.pairing.pairs import pairs_of

    return not any(pair.text == path for pair in pairs_of(path))


def load_or_read_text(path: str, reader: Reader) -> Notebook:
    """Return the notebook that is in a file; raises NotebookError, and PairError for a text without one."""
    if path == STDIN or path.endswith(SUFFIX) or not path.endswith((".py", ".md", ".qmd")):
        return load(path, reader)
    from nbtrack.notebook.document import parse
    from nbtrack.notebook.files import read
    from nbtrack.pairing.follow import new_notebook_from
    from nbtrack.pairing.pairs import pairs_of

    pair = next((pair for pair in pairs_of(path) if pair.text == path), None)
    if pair is None:
        raise PairError(
            f"{path} is not paired with a notebook", hint="`nbtrack pair` makes pairs; `python` runs scripts"
        )
    return parse(new_notebook_from(read(path).decode("utf-8", "replace"), pair), path, reader)
