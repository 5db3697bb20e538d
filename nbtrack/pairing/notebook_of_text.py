"""The notebook that a paired text stands for, where a command takes either side of a pair."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load, read
from nbtrack.pairing.follow import new_notebook_from, notebook_from
from nbtrack.pairing.formats import NOTEBOOK
from nbtrack.pairing.joining import formats_to
from nbtrack.pairing.pairs import pairs_of, pairs_of_formats
from nbtrack.pairing.sides import decoded

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook


def notebook_of_text(path: str) -> Notebook:
    """Return a text as the notebook that sync would make of it, with the text's path; raises NbtrackError.

    A text that is nobody's twin yet is read as if it were.
    """
    beside = os.path.splitext(path)[0] + NOTEBOOK
    pair = (pairs_of(path) or pairs_of_formats(path, formats_to(path, beside)))[0]
    text = decoded(read(path), path)
    if os.path.exists(pair.notebook):
        return parse(notebook_from(load(pair.notebook), text, pair).raw, path)
    return parse(new_notebook_from(text, pair), path)
