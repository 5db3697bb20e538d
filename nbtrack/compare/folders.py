"""Outputs without the folders of the paths in them: the same code says others in another checkout."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import joined, parse
from nbtrack.notebook.mime_types import HTML, MARKDOWN, PLAIN

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

# What stands before the last name of an absolute path; the repetitions have ends, so that this is linear.
_FOLDERS = re.compile(r"(?<![\w.:/~-])/(?:[\w.+~@-]{1,100}/){1,40}(?=[\w.<])")
_TEXTS = (PLAIN, HTML, MARKDOWN)


def without_folders(text: str) -> str:
    """Return a text with only the last name of each absolute path."""
    return _FOLDERS.sub("…/", text) if "/" in text else text


def outputs_without_folders(notebook: Notebook) -> Notebook:
    """Return a notebook to compare: what its outputs say lacks the folders, images and data stay."""
    if not any("/" in json.dumps(cell.outputs) for cell in notebook.cells):
        return notebook
    changed = parse(json.dumps(notebook.data).encode("ascii"), notebook.path)
    for cell in changed.cells:
        for output in cell.outputs:
            _shorten(output)
    return changed


def _shorten(output: dict[str, Any]) -> None:
    """Change an output of a copy in place."""
    for holder, keys in ((output, ("text", "evalue")), (output.get("data"), _TEXTS)):
        if isinstance(holder, dict):
            for key in keys:
                if isinstance(holder.get(key), (str, list)):
                    holder[key] = without_folders(joined(holder[key]))
    lines = output.get("traceback")
    if isinstance(lines, list):
        output["traceback"] = [without_folders(line) if isinstance(line, str) else line for line in lines]
