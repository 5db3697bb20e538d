"""A notebook as nbformat hands it to nbdime: texts joined, transient values gone.

See `rejoin_lines` and `strip_transient` in nbformat 5.10; importing nbformat takes longer than any diff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.mime_types import is_json

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRANSIENT = ("orig_nbformat", "orig_nbformat_minor", "signature")
_BUNDLES = ("execute_result", "display_data")


def nbformat_view(data: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of nbformat 4 with every text in one piece; the document itself is not changed."""
    made = data | {"cells": [_cell(cell) for cell in data["cells"]]}
    return _without(made, _TRANSIENT)


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    made = _without(cell, ("trusted",))
    if isinstance(cell.get("source"), list):
        made["source"] = "".join(cell["source"])
    if isinstance(cell.get("attachments"), dict):
        made["attachments"] = {name: _bundle(bundle) for name, bundle in cell["attachments"].items()}
    if cell.get("cell_type") == "code" and isinstance(cell.get("outputs"), list):
        made["outputs"] = [_output(output) for output in cell["outputs"]]
    return made


def _output(output: object) -> Any:
    if not isinstance(output, dict):
        return output
    if output.get("output_type") in _BUNDLES:
        return output | {"data": _bundle(output["data"])} if "data" in output else output
    if output.get("output_type") and isinstance(output.get("text"), list):
        return output | {"text": "".join(output["text"])}
    return output


def _bundle(bundle: object) -> Any:
    if not isinstance(bundle, dict):
        return bundle
    return {mime: value if is_json(mime) else _joined(value) for mime, value in bundle.items()}


def _joined(value: Any) -> Any:
    is_text = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if is_text else value


def _without(value: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value.get("metadata"), dict):
        return dict(value)
    return value | {"metadata": {k: v for k, v in value["metadata"].items() if k not in names}}
