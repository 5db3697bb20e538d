"""The recorded versions of a file as notebooks, a script as one of a single cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.sides import script_as_notebook
from nbtrack.notebook.document import parse
from nbtrack.store.versions import NOTEBOOK, read_version_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def as_notebook(path: str, raw: bytes) -> Notebook:
    """Return a file's content as a notebook; raises NotebookError."""
    return parse(raw, path) if path.endswith(NOTEBOOK) else script_as_notebook(raw, path)


def notebooks_of(store: Store, path: str, versions: Iterable[RunRecord]) -> Iterator[Notebook]:
    """Yield versions of a file, read one by one as they are asked for."""
    return (as_notebook(path, read_version_at(one, path, store.blobs)) for one in versions)
