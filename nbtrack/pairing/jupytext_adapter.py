"""The only module that knows jupytext: notebooks to text and back.

Every fault of jupytext, whatever it raises, becomes a PairError about the file at hand.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbtrack.errors import PairError
from nbtrack.notebook.jupyter_imports import quick_imports
from nbtrack.pairing.reading import Reading, TextCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.pairing.formats import Format

# What jupytext says, and what to do about it: it leaves some formats to programs.
_NEEDS = "jupytext needs the program"
_HINTS = {
    "is a required property": "`nbtrack check --select NBT003` names what the notebook lacks",
    "requires 'quarto": f"{_NEEDS} `quarto` on the PATH for .qmd: https://quarto.org/docs/get-started/",
    "requires 'pandoc": f"{_NEEDS} `pandoc` on the PATH for this format: https://pandoc.org/installing.html",
}


def write_text(reading: Reading, path: str, fmt: Format, settings_path: str) -> str:
    """Return what is said as text, under jupytext's settings for `settings_path`; raises PairError.

    `path` is the file that says it.
    """
    with _trouble(f"{path} cannot be written as {fmt.short}"):
        from jupytext import writes
        from jupytext.config import load_jupytext_config

        options = _options(fmt) | reading.filters
        text: str = writes(_node(reading), options, config=load_jupytext_config(settings_path))
    return text if text.endswith("\n") else text + "\n"


def read_text(text: str, path: str, fmt: Format, settings_path: str) -> Reading:
    """Return what jupytext reads in a text, under its settings for `settings_path`; raises PairError."""
    with _trouble(f"cannot read {path} as {fmt.short}"):
        from jupytext import reads
        from jupytext.config import load_jupytext_config

        node = reads(text, _options(fmt), config=load_jupytext_config(settings_path))
    cells = tuple(TextCell(cell.cell_type, cell.source, _plain(cell.metadata)) for cell in node.cells)
    return Reading(cells, _plain(node.metadata))


def read_settings_file(path: str) -> Any:
    """Return what a settings file of jupytext in YAML or JSON says."""
    with _trouble(f"cannot read {path}"):
        from jupytext.config import parse_jupytext_configuration_file

        return parse_jupytext_configuration_file(path)


@contextmanager
def _trouble(what: str) -> Iterator[None]:
    try:
        with quick_imports(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # metadata without a place in the text stays in the notebook
            yield
    except PairError:
        raise
    except Exception as error:  # whatever a hostile text makes jupytext do
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        hint = next((text for words, text in _HINTS.items() if words in reason), None)
        raise PairError(f"{what}: {reason}", hint=hint) from error


def _options(fmt: Format) -> dict[str, str]:
    return {"extension": fmt.extension, **({"format_name": fmt.name} if fmt.name else {})}


def _node(reading: Reading) -> Any:
    from jupytext.jupytext import NotebookNode, nbformat

    cells: list[dict[str, Any]] = [
        {"cell_type": cell.kind, "metadata": cell.metadata, "source": cell.source}
        | ({"outputs": [], "execution_count": None} if cell.kind == "code" else {})
        for cell in reading.cells
    ]
    data = {"cells": cells, "metadata": reading.metadata, "nbformat": 4, "nbformat_minor": 5}
    node: NotebookNode = nbformat.from_dict(data)
    return node


def _plain(value: object) -> Any:
    """Turn jupytext's dictionaries into plain ones."""
    if isinstance(value, dict):
        return {key: _plain(element) for key, element in value.items()}
    return [_plain(element) for element in value] if isinstance(value, list) else value
