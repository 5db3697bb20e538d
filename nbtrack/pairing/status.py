"""Whether a pair is in step, and if not, which side changed: by content, never by clock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.notebook.files import load
from nbtrack.pairing.agreement import surely_agree
from nbtrack.pairing.jupytext_settings import settings_in
from nbtrack.pairing.pairs import pairs_of_notebook
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.sides import load_sides
from nbtrack.pairing.state import read_state

if TYPE_CHECKING:
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
    """A pair, how its sides stand to each other (one of the constants here), and what both came from.

    The bases are there where both changed: several where it cannot be told which it is.
    """

    pair: Pair
    verdict: str
    bases: tuple[Reading, ...] = ()

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
    quick = _quick_verdict(sides)
    return PairStatus(sides.pair, quick) if quick else _compared(sides)


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


def _compared(sides: Sides) -> PairStatus:
    from nbtrack.pairing.bases import bases_of
    from nbtrack.pairing.projection import project, read

    assert sides.notebook is not None  # noqa: S101 - the quick verdict has seen to it
    theirs = read(sides.text, sides.pair)
    ours = project(sides.notebook, sides.pair, theirs).reading
    if same_meaning(ours, theirs):
        return PairStatus(sides.pair, IN_STEP)
    bases = tuple(bases_of(sides.pair, (ours, theirs)))
    verdicts = {_changed(ours, theirs, base) for base in bases} or {UNRELATED}
    verdict = verdicts.pop() if len(verdicts) == 1 else BOTH_CHANGED
    return PairStatus(sides.pair, verdict, bases if verdict == BOTH_CHANGED else ())


def _changed(ours: Reading, theirs: Reading, base: Reading) -> str:
    changed = (not same_meaning(ours, base), not same_meaning(theirs, base))
    # Neither differs from a base without a header, and yet they differ, where only their headers do.
    return {(True, False): NOTEBOOK_CHANGED, (False, True): TEXT_CHANGED}.get(changed, BOTH_CHANGED)
