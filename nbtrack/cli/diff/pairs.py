"""`nbtrack diff` where one side is a notebook's twin: what the text says, put into the notebook."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load, read
from nbtrack.pairing.finder import TEXT_SUFFIXES
from nbtrack.pairing.follow import notebook_from
from nbtrack.pairing.formats import NOTEBOOK
from nbtrack.pairing.joining import formats_to
from nbtrack.pairing.pairs import pairs_of_formats, pairs_of_notebook

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair


def is_notebook_and_text(words: tuple[str, ...]) -> bool:
    """Tell whether a notebook and a text file are meant, in either order."""
    return (
        len(words) == 2
        and all(map(os.path.isfile, words))
        and any(word.endswith(NOTEBOOK) for word in words)
        and any(word.endswith(TEXT_SUFFIXES) for word in words)
    )


def notebook_and_twin(words: tuple[str, ...]) -> tuple[Notebook, Notebook]:
    """Return both sides in the order of the words, the text as the notebook that sync would make of it.

    A text that is not the notebook's twin yet is read as if it were. Raises PairError.
    """
    path, text = sorted(words, key=lambda word: not word.endswith(NOTEBOOK))
    notebook = load(path)
    applied = notebook_from(notebook, read(text).decode("utf-8", "replace"), _pair(notebook, text))
    sides = {path: notebook, text: parse(applied.raw, text)}
    return sides[words[0]], sides[words[1]]


def _pair(notebook: Notebook, text: str) -> Pair:
    known = [
        pair for pair in pairs_of_notebook(notebook) if os.path.realpath(pair.text) == os.path.realpath(text)
    ]
    return known[0] if known else pairs_of_formats(notebook.path, formats_to(notebook.path, text))[0]
