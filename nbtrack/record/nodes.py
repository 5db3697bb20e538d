"""The door to nbformat: notebooks of older formats, and its nodes for those who want such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import parse
from nbtrack.notebook.jupyter_imports import quick_imports

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook


def upgraded(notebook: Notebook) -> Notebook:
    """Return the notebook in nbformat 4, itself where it is."""
    if notebook.format[0] >= 4:
        return notebook
    nbformat = _nbformat()
    node = nbformat.convert(nbformat.from_dict(notebook.data), 4)
    return parse(nbformat.v4.writes(node).encode("utf-8") + b"\n", notebook.path)


def nodes_of(values: list[dict[str, Any]]) -> Any:
    """Return values as the nodes that nbformat has for them."""
    return [_nbformat().from_dict(value) for value in values]


def read_node(raw: bytes) -> Any:
    """Return a notebook's bytes as nbformat's node."""
    return _nbformat().reads(raw.decode("utf-8", "replace"), as_version=4)


def _nbformat() -> Any:
    with quick_imports():
        import nbformat
    return nbformat
