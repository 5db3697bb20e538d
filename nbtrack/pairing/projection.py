"""A notebook as its text would show it, and a text as a notebook would: by jupytext, and checked.

jupytext is right nearly always. Where it is not, an edit could be lost, so what it makes is read back, and a
notebook or text that does not survive that is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import PairError
from nbtrack.notebook.document import joined
from nbtrack.pairing.jupytext_adapter import read_text, write_text
from nbtrack.pairing.percent import is_marker
from nbtrack.pairing.percent_reading import is_percent, repaired
from nbtrack.pairing.reading import Reading, TextCell, of_jupytext

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair

_OLDEST_MAJOR = 4


class Projection(NamedTuple):
    """The text that a notebook gives, and how it reads: one cell for each of the notebook's."""

    text: str
    reading: Reading


_DATABRICKS = "# Databricks notebook source"


def project(notebook: Notebook, pair: Pair, like: Reading | None = None) -> Projection:
    """Return what the text of a notebook must be; raises PairError for one that does not fit the format.

    `like` is the text it replaces: where that has no header, this one has none.
    """
    if notebook.format[0] < _OLDEST_MAJOR:
        raise PairError(
            f"{notebook.path} is in nbformat {notebook.format[0]}, which jupytext cannot read",
            hint="run `jupyter nbconvert --to notebook --inplace` on it to bring it up to date",
        )
    text = write_text(said_by(notebook, like), notebook.path, pair.fmt, pair.notebook)
    reading = _read(text, pair, notebook.path)
    _check_structure(notebook, pair, reading)
    return Projection(text, reading)


def said_by(notebook: Notebook, like: Reading | None = None) -> Reading:
    """Return what a notebook itself says; without a header where the text `like` has none."""
    cells = (TextCell(cell.kind, joined(cell.data.get("source")), cell.metadata) for cell in notebook.cells)
    metadata = dict(notebook.metadata)
    if like and like.filters:
        metadata["jupytext"] = of_jupytext(metadata) | like.filters
    return Reading(tuple(cells), metadata)


def read(text: str, pair: Pair) -> Reading:
    """Return what a text says; raises PairError for one that jupytext reads other than it is meant."""
    if text.startswith(_DATABRICKS):  # its `# MAGIC %sql` would be comments, and a header breaks it there
        raise PairError(
            f"{pair.text} is a notebook in the source format of Databricks, which jupytext does not read",
            hint="export it from Databricks as .ipynb",
        )
    return _read(text, pair, pair.text)


def _read(text: str, pair: Pair, path: str) -> Reading:
    reading = read_text(text, path, pair.fmt, pair.notebook)
    return repaired(text, reading, path) if is_percent(pair.fmt, reading) else reading


def _check_structure(notebook: Notebook, pair: Pair, reading: Reading) -> None:
    kinds = [cell.kind for cell in notebook.cells]
    found = [cell.kind for cell in reading.cells]
    if kinds == found:
        return
    number = next(
        (
            cell.number
            for cell, back in zip(notebook.cells, reading.cells, strict=False)
            if cell.kind != back.kind or cell.source.split() != back.source.split()
        ),
        min(len(kinds), len(found)),
    )
    raise PairError(
        f"{notebook.path}: cell {number} cannot be kept apart from the next in {pair.fmt.short}: "
        + _reason(notebook.cells[max(number - 1, 0)].source if notebook.cells else ""),
        hint="change that cell, or pair the notebook with another format, as "
        f"`--to {'md' if pair.fmt.extension == '.py' else 'py:percent'}`",
    )


def _reason(source: str) -> str:
    for number, line in enumerate(source.splitlines(), 1):
        if is_marker(line):
            return f'its line {number}, "{line.strip()}", would begin a new cell'
    fences = [number for number, line in enumerate(source.splitlines(), 1) if line.lstrip().startswith("```")]
    if len(fences) % 2:
        return f"it opens a block of ``` in line {fences[-1]} and does not close it"
    return "jupytext reads it back as something else"
