"""The door to nbformat: notebooks as the kernel client wants them, outputs as files have them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import parse
from nbtrack.notebook.jupyter_imports import quick_imports
from nbtrack.record.redaction import redacted_outputs
from nbtrack.record.streams import coalesced

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

# nbformat writes these, and text/*, as lists of lines (nbformat/v4/rwbase.py, `split_lines`).
_SPLIT_MIMES = ("application/javascript", "image/svg+xml")


def upgraded(notebook: Notebook) -> Notebook:
    """Return the notebook in nbformat 4, itself where it is."""
    if notebook.format[0] >= 4:
        return notebook
    nbformat = _nbformat()
    node = nbformat.convert(nbformat.from_dict(notebook.data), 4)
    return parse(nbformat.v4.writes(node).encode("utf-8") + b"\n", notebook.path)


def node_of(notebook: Notebook) -> Any:
    """Return the NotebookNode of a notebook of nbformat 4; it shares nothing with the notebook."""
    return _nbformat().v4.reads(json.dumps(notebook.data))


def stored_outputs(outputs: list[Any]) -> list[dict[str, Any]]:
    """Return outputs of a kernel client as nbformat writes them: plain values, texts as lists of lines.

    Secrets in them are redacted: this is the one way by which outputs come into the store.
    """
    return redacted_outputs([_stored(output) for output in coalesced(json.loads(json.dumps(outputs)))])


def _stored(output: dict[str, Any]) -> dict[str, Any]:
    if isinstance(output.get("text"), str):
        output["text"] = output["text"].splitlines(keepends=True)
    bundle: dict[str, Any] = output.get("data") or {}
    for mime, value in bundle.items():
        if isinstance(value, str) and (mime.startswith("text/") or mime in _SPLIT_MIMES):
            bundle[mime] = value.splitlines(keepends=True)
    return output


def _nbformat() -> Any:
    with quick_imports():
        import nbformat
    return nbformat
