"""The door to nbformat and nbconvert: notebooks of older formats, and notebooks as pages."""

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


def page_of(raw: bytes, title: str) -> bytes:
    """Return a notebook as a page of HTML."""
    with quick_imports():
        import nbconvert
    exporter: Any = nbconvert.HTMLExporter
    node = _nbformat().reads(raw.decode("utf-8", "replace"), as_version=4)
    page, _ = exporter().from_notebook_node(node, resources={"metadata": {"name": title}})
    return str(page).encode("utf-8", "replace")


def _nbformat() -> Any:
    with quick_imports():
        import nbformat
    return nbformat
