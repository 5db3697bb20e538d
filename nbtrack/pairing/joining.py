"""Make two files a pair, or part them: what changes in either."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import PairError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.splice import apply_edits
from nbtrack.pairing.follow import new_notebook_from, notebook_from, paired_text_from
from nbtrack.pairing.formats import NOTEBOOK, Format, short_formats
from nbtrack.pairing.pairs import Pair, pairs_of_formats, said_by_notebook
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import of_jupytext
from nbtrack.pairing.sides import load_sides
from nbtrack.pairing.state import State, read_state, state_of
from nbtrack.pairing.sync import NOTEBOOK_SIDE, TEXT_SIDE, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.sides import Sides

_FILTER = ("metadata", "jupytext", "notebook_metadata_filter")
_NOTHING = "-all"  # what jupytext writes into the notebook of a text without a header
_FORMATS_LINE = re.compile(rb"^\W{0,4}\s*formats: .*\r?\n", re.MULTILINE)


class Joining(NamedTuple):
    """A pair to be, the files that change for it and the state to remember."""

    pair: Pair
    changes: tuple[Change, ...]
    state: State


def plan_join(path: str, formats: tuple[Format, ...], leader: str | None) -> Joining:
    """Work out what makes a file and its twin a pair of such formats, without writing.

    `leader` is the side that wins where both exist and differ. Raises PairError.
    """
    pair = pairs_of_formats(path, formats)[0]
    sides = load_sides(pair)
    said = short_formats(formats)
    if sides.notebook is None:
        if sides.text_b is None:
            raise PairError(f"cannot pair {path}: there is no such file")
        notebook_b = new_notebook_from(sides.text, pair, said)
    else:
        notebook_b = _with_formats(sides.notebook, said)
        if sides.text_b is not None:
            notebook_b = _settled(parse(notebook_b, pair.notebook), sides, leader)
    notebook = parse(notebook_b, pair.notebook)
    text_b = paired_text_from(notebook, pair, sides.text_b)
    old_b = sides.notebook.raw if sides.notebook else None
    changes = (Change(pair.notebook, old_b, notebook_b), Change(pair.text, sides.text_b, text_b))
    wanted = tuple(change for change in changes if change.old != change.new)
    had_no_header = sides.notebook is not None and _says_nothing(sides.notebook)
    return Joining(pair, wanted, state_of(notebook, text_b)._replace(had_no_header=had_no_header))


def _settled(notebook: Notebook, sides: Sides, leader: str | None) -> bytes:
    """Return the notebook that is to be paired with a text that exists already."""
    pair = sides.pair
    theirs = read(sides.text, pair)
    same = project(notebook, pair, theirs).reading.meaning == theirs.meaning
    if same or leader == NOTEBOOK_SIDE:
        return notebook.raw
    if leader == TEXT_SIDE:
        return notebook_from(notebook, sides.text, pair).raw
    raise PairError(
        f"{pair.text} is there already and its cells are not those of {pair.notebook}",
        hint="keep one side's cells: `--from ipynb` or `--from py`",
    )


def _with_formats(notebook: Notebook, said: str) -> bytes:
    jupytext = notebook.metadata.get("jupytext")
    if said_by_notebook(notebook.metadata) and isinstance(jupytext, dict) and jupytext.get("formats") == said:
        return notebook.raw
    if not isinstance(jupytext, dict):
        return apply_edits(notebook, [Edit(("metadata", "jupytext"), {"formats": said})])
    edits = [Edit(("metadata", "jupytext", "formats"), said)]
    if _says_nothing(notebook):  # the header of its text has to say the formats
        edits.append(Edit(_FILTER, REMOVE))
    return apply_edits(notebook, edits)


def _says_nothing(notebook: Notebook) -> bool:
    return of_jupytext(notebook.metadata).get(_FILTER[-1]) == _NOTHING


def plan_parting(notebook: Notebook, pairs: Sequence[Pair]) -> tuple[Change, ...]:
    """Work out what makes a notebook and its texts files of their own; raises PairError."""
    if not said_by_notebook(notebook.metadata):
        raise PairError(
            f"{notebook.path} is paired by jupytext's settings, not by itself",
            hint="change `formats` in jupytext.toml or pyproject.toml",
        )
    edits = _without_formats(notebook, had_no_header=any(map(_had_no_header, pairs)))
    changes = [Change(notebook.path, notebook.raw, apply_edits(notebook, edits))]
    for pair in pairs:
        text_b = load_sides(pair, notebook).text_b
        if text_b is not None:
            head, fence, rest = text_b.partition(b"---")
            changes.append(Change(pair.text, text_b, head + fence + _FORMATS_LINE.sub(b"", rest, count=1)))
    return tuple(change for change in changes if change.old != change.new)


def _had_no_header(pair: Pair) -> bool:
    state = read_state(pair)
    return bool(state and state.had_no_header)


def _without_formats(notebook: Notebook, *, had_no_header: bool) -> list[Edit]:
    jupytext = of_jupytext(notebook.metadata)
    if set(jupytext) == {"formats"} and not had_no_header:
        return [Edit(("metadata", "jupytext"), REMOVE)]
    back = [Edit(_FILTER, _NOTHING)] if had_no_header and _FILTER[-1] not in jupytext else []
    return [Edit(("metadata", "jupytext", "formats"), REMOVE), *back]


def formats_to(path: str, target: str) -> tuple[Format, ...]:
    """Return the formats that pair a file with another one; raises PairError for names that have no rule."""
    one, other = os.path.abspath(path), os.path.abspath(target)
    common = os.path.commonpath([os.path.dirname(one), os.path.dirname(other)])
    stem = os.path.splitext(os.path.basename(one if one.endswith(NOTEBOOK) else other))[0]
    return tuple(_format_of(side, stem, common) for side in sorted((one, other), key=_notebook_first))


def _notebook_first(path: str) -> bool:
    return not path.endswith(NOTEBOOK)


def _format_of(path: str, stem: str, common: str) -> Format:
    folder, name = os.path.split(path)
    base, extension = os.path.splitext(name)
    below = os.path.relpath(folder, common)
    if not base.startswith(stem):
        raise PairError(
            f"{name} cannot be paired with {stem}{NOTEBOOK}: its name must begin with {stem}",
            hint=f"as {stem}{extension} or {stem}_nb{extension}; its folder may be another",
        )
    return Format(extension, prefix="" if below == os.curdir else f"{below}/", suffix=base[len(stem) :])
