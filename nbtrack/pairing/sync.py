"""Bring a pair in step: find out which side leads, make the other follow, remember what both are then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError, PairError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import write
from nbtrack.pairing.announced import announce, is_announced, withdraw
from nbtrack.pairing.state import State, read_state, state_of, write_state
from nbtrack.pairing.status import (
    BOTH_CHANGED,
    IN_STEP,
    NO_NOTEBOOK,
    NO_TEXT,
    NOTEBOOK_CHANGED,
    TEXT_CHANGED,
    UNRELATED,
    status_of,
)
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.notebook.files import Write
    from nbtrack.pairing.sides import Sides
    from nbtrack.pairing.status import PairStatus

NOTEBOOK_SIDE, TEXT_SIDE = "notebook", "text"
_LEADERS = {
    NOTEBOOK_CHANGED: NOTEBOOK_SIDE,
    NO_TEXT: NOTEBOOK_SIDE,
    TEXT_CHANGED: TEXT_SIDE,
    NO_NOTEBOOK: TEXT_SIDE,
}


class Change(NamedTuple):
    """A file that is going to be replaced: its path, what it held (None for no file), what it shall hold."""

    path: str
    old: bytes | None
    new: bytes
    summary: str = ""


class Clash(NamedTuple):
    """What keeps two changed sides apart: the file and the cell to look at (None for metadata), and why."""

    path: str
    cell: int | None
    reason: str


class Plan(NamedTuple):
    """How a pair stands, the files to replace, and the state to remember, None where there is none."""

    status: PairStatus
    changes: tuple[Change, ...] = ()
    state: State | None = None
    clashes: tuple[Clash, ...] = ()

    @property
    def changes_notebook(self) -> bool:
        """Tell whether the notebook follows."""
        return any(change.path == self.status.pair.notebook for change in self.changes)

    @property
    def is_merge(self) -> bool:
        """Tell whether what both sides changed comes together."""
        return bool(self.status.bases) and len(self.changes) > 1

    @property
    def is_refused(self) -> bool:
        """Tell whether somebody has to choose a side first."""
        return self.status.verdict in (BOTH_CHANGED, UNRELATED) and self.state is None


def plan_sides(sides: Sides, leader: str | None = None) -> Plan:
    """Work out what brings both sides in step, without writing.

    `leader` is the side that wins where both changed or nothing tells which did. Raises PairError where a
    side cannot follow without a loss.
    """
    status = status_of(sides)
    if status.verdict == IN_STEP:
        return Plan(status, state=_new_state(sides))
    _refuse_accident(sides, status)
    leads = leader if status.verdict in (BOTH_CHANGED, UNRELATED) else _LEADERS[status.verdict]
    if leads is None:
        return Plan(status)
    return _plan_text(sides, status) if leads == NOTEBOOK_SIDE else _plan_notebook(sides, status)


def carry_out(plan: Plan, write: Write = write) -> None:
    """Write what a plan says; raises FileChangedError for a file that changed meanwhile."""
    pair = plan.status.pair
    if plan.state is None:
        return
    if plan.changes:
        announce(pair, plan.state.base, [change.path for change in plan.changes])
    for number, change in enumerate(plan.changes):
        try:
            write_change(change, write)
        except (NbtrackError, OSError):
            if number == 0:
                withdraw(pair)
            raise
    write_state(pair, plan.state)
    withdraw(pair)


def write_change(change: Change, write: Write = write) -> None:
    """Replace one file, in a folder that need not be there yet."""
    os.makedirs(os.path.dirname(os.path.abspath(change.path)), exist_ok=True)
    write(change.path, change.new, expected=change.old)


def _refuse_accident(sides: Sides, status: PairStatus) -> None:
    """Raise PairError where an empty text would delete every cell: editors and full disks leave those."""
    has_cells = sides.notebook is not None and sides.notebook.cells
    if status.verdict in (TEXT_CHANGED, BOTH_CHANGED) and has_cells and not (sides.text_b or b"").strip():
        raise PairError(
            f"{sides.pair.text} is empty, and would delete all cells of {sides.pair.notebook}",
            hint=f"delete it, and `nbtrack sync {as_word(sides.pair.notebook)}` makes it anew",
        )


def _new_state(sides: Sides) -> State | None:
    """Return the state to remember of a pair in step, None where that is remembered already."""
    pair, notebook, text_b = sides
    assert notebook is not None and text_b is not None  # noqa: S101, PT018 - in step
    kept, state = read_state(pair), state_of(notebook, text_b)
    is_known = kept is not None and kept[:2] == state[:2] and kept.is_current(pair)
    return None if is_known and not is_announced(pair) else state


def _plan_text(sides: Sides, status: PairStatus) -> Plan:
    from nbtrack.pairing.follow import text_from

    assert sides.notebook is not None  # noqa: S101 - it leads
    new = text_from(sides.notebook, sides.pair, sides.text_b)
    change = Change(sides.pair.text, sides.text_b, new)
    return Plan(status, (change,), state_of(sides.notebook, new))


def _plan_notebook(sides: Sides, status: PairStatus) -> Plan:
    from nbtrack.pairing.follow import new_notebook_from, notebook_from

    assert sides.text_b is not None  # noqa: S101 - it leads
    path = sides.pair.notebook
    if sides.notebook is None:
        change = Change(path, None, new_notebook_from(sides.text, sides.pair))
    else:
        applied = notebook_from(sides.notebook, sides.text, sides.pair)
        change = Change(path, sides.notebook.raw, applied.raw, applied.changes.summary)
    return Plan(status, (change,), state_of(parse(change.new, path), sides.text_b))
