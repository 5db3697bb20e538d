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

    return not pairs_of(path)


def load_or_read_text(path: str, reader: Reader) -> Notebook:
    """Return the notebook that is in a file; raises NotebookError, and PairError for a text without one."""
    if path == STDIN or path.endswith(SUFFIX):
        return load(path, reader)
    from nbtrack.pairing.finder import TEXT_SUFFIXES
    from nbtrack.pairing.pairs import pairs_of

    if not path.endswith(TEXT_SUFFIXES):
        return load(path, reader)
    from nbtrack.pairing.notebook_of_text import notebook_of_text

    if not pairs_of(path):
        raise PairError(
            f"{path} is not paired with a notebook", hint="`nbtrack pair` makes pairs; `python` runs scripts"
        )
    return notebook_of_text(path)
