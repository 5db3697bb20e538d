"""Which documents strip can strip: more than `parse` accepts, since it looks at outputs and counts only."""

from __future__ import annotations

from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.document import NEWEST_MAJOR, Notebook, malformed_cells, notebook_of, read_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader

SUFFIXES = (SUFFIX, ".zpln")  # the second is Zeppelin's

# Its cells stand where those of nbformat 3 do, under the same names
# (https://github.com/jupyter/nbformat/blob/v5.10.4/nbformat/v2/nbbase.py).
_OLDEST_MAJOR = 2


def parse_strippable(raw: bytes, path: str, reader: Reader) -> Notebook:
    """Read a notebook of nbformat 2 to 4, one that lost its `nbformat`, or a Zeppelin note.

    Raises NotebookError.
    """
    return strippable(raw, read_document(raw, path, reader), path, reader)


def strippable(raw: bytes, data: Any, path: str, reader: Reader) -> Notebook:
    """Return the notebook that a document is, as `parse_strippable` does; raises NotebookError."""
    if _is_odd_but_strippable(data):
        return Notebook(raw, data, path, reader)
    return notebook_of(raw, data, path, reader)


def is_zeppelin(data: dict[str, Any]) -> bool:
    """Tell a note of Zeppelin's from a notebook by what it holds."""
    paragraphs = data.get("paragraphs")
    return (
        "nbformat" not in data
        and "cells" not in data
        and isinstance(paragraphs, list)
        and all(isinstance(paragraph, dict) for paragraph in paragraphs)
    )


def _is_odd_but_strippable(data: object) -> bool:
    if not isinstance(data, dict):
        return False
    if "nbformat" not in data:
        return is_zeppelin(data) or malformed_cells(data, NEWEST_MAJOR) is None
    return data["nbformat"] == _OLDEST_MAJOR and malformed_cells(data, _OLDEST_MAJOR) is None
