"""Whether a pair is in step, and if not, which side changed: by content, never by clock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load
from nbtrack.pairing.agreement import surely_agree
from nbtrack.pairing.git_questions import committed
from nbtrack.pairing.jupytext_settings import settings_in
from nbtrack.pairing.pairs import pairs_of_notebook
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.sides import decoded, load_sides
from nbtrack.pairing.state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair
    from nbtrack.pairing.reading import Reading
    from nbtrack.pairing.sides import Sides

IN_STEP = "in step"
NOTEBOOK_CHANGED = "notebook changed"
TEXT_CHANGED = "text changed"
BOTH_CHANGED = "both changed"
UNRELATED = "no common base"
NO_TEXT = "text missing"
NO_NOTEBOOK = "notebook missing"


class PairStatus(NamedTuple):
    """A pair and how its sides stand to each other: one of the constants of this module."""

    pair: Pair
    verdict: str

    @property
    def reason(self) -> str:
        """Return in words what is wrong."""
        notebook, text = os.path.basename(self.pair.notebook), os.path.basename(self.pair.text)
        return {
            IN_STEP: f"{notebook} and {text} are in step",
            NOTEBOOK_CHANGED: f"{notebook} changed since it was last in step with {text}",
            TEXT_CHANGED: f"{text} changed since it was last in step with {notebook}",
            BOTH_CHANGED: f"{notebook} and {text} both changed since they were last in step",
            UNRELATED: f"{notebook} and {text} differ, and nothing tells which of them changed",
            NO_TEXT: f"{text} is missing",
            NO_NOTEBOOK: f"{notebook} is missing",
        }[self.verdict]


def pair_status(path: str, notebook: Notebook | None = None) -> PairStatus | None:
    """Return how a notebook stands to its text, the worst where it has several, None where it has none.

    Imports nothing of Jupyter where a percent script is in step. Raises NbtrackError for a file that cannot
    be read or paired.
    """
    notebook = notebook or load(path)
    statuses = [status_of(load_sides(pair, notebook)) for pair in pairs_of_notebook(notebook)]
    bad = (status for status in statuses if status.verdict != IN_STEP)
    return next(bad, statuses[0] if statuses else None)


def status_of(sides: Sides) -> PairStatus:
    """Compare both sides of a pair with each other and with what they were when last in step."""
    return PairStatus(sides.pair, _quick_verdict(sides) or _verdict(sides))


def _quick_verdict(sides: Sides) -> str | None:
    """Decide without jupytext, None where only jupytext can tell."""
    pair, notebook, text_b = sides
    if notebook is None:
        return NO_NOTEBOOK
    if text_b is None:
        return NO_TEXT
    state = read_state(pair)
    if state and state.knows_text(text_b) and state.knows_notebook(notebook):
        return IN_STEP
    usual = pair.fmt.extension == ".py" and pair.fmt.name in ("percent", "")
    shaped = usual and settings_in(os.path.dirname(pair.notebook)).shapes_text
    return IN_STEP if usual and not shaped and surely_agree(notebook, sides.text) else None


def _verdict(sides: Sides) -> str:
    from nbtrack.pairing.projection import project, read

    assert sides.notebook is not None  # noqa: S101 - the quick verdict has seen to it
    theirs = read(sides.text, sides.pair)
    ours = project(sides.notebook, sides.pair, theirs).reading
    if same_meaning(ours, theirs):
        return IN_STEP
    verdict = UNRELATED
    for base in _bases(sides.pair):
        changed = (not same_meaning(ours, base), not same_meaning(theirs, base))
        if changed != (True, True):
            return NOTEBOOK_CHANGED if changed[0] else TEXT_CHANGED
        verdict = BOTH_CHANGED
    return verdict


def _bases(pair: Pair) -> Iterator[Reading]:
    """Yield what the pair was when last known in step: after the last sync, and in the last commit.

    Both may be right: after a checkout the files are those of another commit than the last sync saw. A side
    that equals either is not an edit, so nothing is lost when it follows the other.
    """
    from nbtrack.pairing.projection import read

    state = read_state(pair)
    if state:
        yield read(state.base, pair)
    committed_base = _committed_base(pair)
    if committed_base:
        yield committed_base


def _committed_base(pair: Pair) -> Reading | None:
    from nbtrack.pairing.projection import project, read

    notebook_b, text_b = committed(pair.notebook), committed(pair.text)
    if notebook_b is None or text_b is None:
        return None
    try:
        theirs = read(decoded(text_b, pair.text), pair)
        ours = project(parse(notebook_b, pair.notebook), pair, theirs).reading
    except NbtrackError:
        return None
    return theirs if same_meaning(ours, theirs) else None
