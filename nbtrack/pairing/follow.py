"""Make one side of a pair follow the other, and prove by reading back that nothing was lost on the way."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from nbtrack.errors import PairError
from nbtrack.notebook.document import parse
from nbtrack.pairing.alignment import align
from nbtrack.pairing.apply_text import Applied, apply_text
from nbtrack.pairing.jupytext_adapter import write_text
from nbtrack.pairing.layout import with_layout
from nbtrack.pairing.new_cells import new_notebook_b
from nbtrack.pairing.percent_reading import first_loss, is_percent
from nbtrack.pairing.projection import project, read, said_by
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.sides import decoded, encoded

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.reading import Reading, TextCell

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def text_from(notebook: Notebook, pair: Pair, old_b: bytes | None) -> bytes:
    """Return the text that a notebook gives, with the layout of the old one; raises PairError.

    A text without a header gets none.
    """
    before = _before(old_b, pair)
    return _text(notebook, pair, old_b, before, like=before)


def paired_text_from(notebook: Notebook, pair: Pair, old_b: bytes | None) -> bytes:
    """Return the text of a notebook that is newly paired, whose header says so; raises PairError."""
    return _text(notebook, pair, old_b, _before(old_b, pair), like=None)


def _before(old_b: bytes | None, pair: Pair) -> Reading | None:
    return None if old_b is None else read(decoded(old_b, pair.text), pair)


def _text(
    notebook: Notebook, pair: Pair, old_b: bytes | None, before: Reading | None, like: Reading | None
) -> bytes:
    text, reading = project(notebook, pair, like)
    if old_b is not None and before is not None:
        said = _laid_out(said_by(notebook, like), reading, before)
        new = write_text(said, notebook.path, pair.fmt, pair.notebook)
        old = decoded(old_b, pair.text).replace("\r\n", "\n")
        merged = with_layout(new, old, write_text(before, pair.text, pair.fmt, pair.notebook))
        text = merged if same_meaning(read(merged, pair), reading) else text
    return encoded(text, pair.text, old_b)


def _laid_out(said: Reading, reading: Reading, before: Reading) -> Reading:
    """Give every cell the layout of the one that it was in the old text."""
    cells: list[TextCell] = []
    for cell, seen, place in zip(said.cells, reading.cells, align(before.cells, reading.cells), strict=True):
        laid_out = cell.laid_out_as(None if place is None else before.cells[place])
        if cell.source == seen.source + "\n":  # the text shows it as one more blank line of its layout
            laid_out = laid_out._replace(source=seen.source)
        cells.append(laid_out)
    return said._replace(cells=tuple(cells))


def notebook_from(notebook: Notebook, text: str, pair: Pair) -> Applied:
    """Return a notebook that says what its text says; raises PairError where a line would be lost."""
    after = read(text, pair)
    applied = apply_text(notebook, project(notebook, pair, after).reading, after)
    prove(parse(applied.raw, pair.notebook, notebook.reader), text, after, pair)
    return applied


def new_notebook_from(text: str, pair: Pair, formats: str | None = None) -> bytes:
    """Return a notebook made from a text alone; `formats` is what its metadata shall say about the pair."""
    reading = read(text, pair)
    raw_b = new_notebook_b(reading, _new_metadata(reading, pair, formats))
    prove(parse(raw_b, pair.notebook), text, reading, pair)
    return raw_b


def _new_metadata(reading: Reading, pair: Pair, formats: str | None) -> dict[str, Any]:
    metadata = dict(reading.said)
    if not reading.has_header and pair.fmt.extension == ".py":
        metadata["kernelspec"] = _KERNEL
    if formats:
        metadata["jupytext"] = metadata.get("jupytext", {}) | {"formats": formats}
    return metadata


def prove(notebook: Notebook, text: str, said: Reading, pair: Pair) -> None:
    """Read back what a new notebook gives; raises PairError unless it is what the text says."""
    back = project(notebook, pair, said)
    pairs = zip_longest(said.meaning, back.reading.meaning)
    wrong = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
    if wrong is not None:
        raise PairError(
            f"{pair.text}: cell {wrong} would come back from the notebook as something else, "
            "so nothing was changed",
            hint=f"make this change in {pair.notebook}; `nbtrack sync` then brings the text up to date",
        )
    loss = first_loss(text, back.text) if is_percent(pair.fmt, said) else None
    if loss:
        raise PairError(
            f'{pair.text}: line {loss.number}, "{loss.line}", would come back from the notebook as '
            f'"{loss.becomes}", so nothing was changed',
            hint=f"make this change in {pair.notebook}; `nbtrack sync` then brings the text up to date",
        )
