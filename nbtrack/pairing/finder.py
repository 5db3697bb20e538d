"""Find the pairs among many files, each pair once, reading no more than is needed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.notebook.document import parse
from nbtrack.notebook.files import read
from nbtrack.pairing.formats import NOTEBOOK
from nbtrack.pairing.jupytext_settings import settings_in
from nbtrack.pairing.pairs import may_be_paired, pairs_of, pairs_of_notebook

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.jupytext_settings import JupytextSettings
    from nbtrack.pairing.pairs import Pair

# What is looked at below a folder; a file of any other kind can be named.
TEXT_SUFFIXES = (".py", ".md", ".qmd", ".Rmd", ".R", ".jl")


class Found(NamedTuple):
    """A pair, and its notebook where that was read to find it."""

    pair: Pair
    notebook: Notebook | None


class Finder:
    """Remembers settings and the pairs found so far."""

    def __init__(self) -> None:
        self._settings: dict[str, JupytextSettings] = {}
        self._notebooks: dict[str, set[str]] = {}  # by their text

    def new_pairs(self, path: str) -> list[Found]:
        """Return a file's pairs that were not found before; raises NbtrackError."""
        return [found for found in self._pairs(path) if self._is_new(found.pair)]

    def _pairs(self, path: str) -> list[Found]:
        if os.path.abspath(path) in self._notebooks:
            return []
        if not path.endswith(NOTEBOOK) or not os.path.exists(path):
            return [Found(pair, None) for pair in pairs_of(path, self._settings_in)]
        raw_b = read(path)
        if not may_be_paired(raw_b, self._settings_in(os.path.dirname(path))):
            return []
        notebook = parse(raw_b, path)
        return [Found(pair, notebook) for pair in pairs_of_notebook(notebook, self._settings_in)]

    def _is_new(self, pair: Pair) -> bool:
        notebook, text = os.path.abspath(pair.notebook), os.path.abspath(pair.text)
        known = self._notebooks.setdefault(text, set())
        if notebook in known:
            return False
        known.add(notebook)
        return True

    def _settings_in(self, folder: str) -> JupytextSettings:
        if folder not in self._settings:
            self._settings[folder] = settings_in(folder)
        return self._settings[folder]
