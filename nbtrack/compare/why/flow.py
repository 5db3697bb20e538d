"""Follow a change through the names of a notebook, from the cell it is in to the cell it shows in.

What a statement reads decides what it binds: as long as a name has not been bound anew, whoever reads it may
be the other for it. That is likely and not proved: functions and objects may hand on more, or less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.compare.why.draws import TIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.compare.why.statements import Statement

_DRAWS_FROM = {"scikit-learn": "numpy"}  # whose state a library without one of its own uses


class Origin(NamedTuple):
    """Where a change comes from: `code` of a cell, a `parameter`, a draw without a `seed`, the `time`.

    Or from outside of the run: what is at an `address`, or in the `environment`.
    """

    kind: str
    what: str
    cell: int | None


class Lead(NamedTuple):
    """How a change gets to a cell: the name that the cell reads, and the cells in between."""

    name: str
    through: tuple[int, ...] = ()


class Step(NamedTuple):
    """A statement as it runs: its cell, and where what is new in it comes from, if anything is."""

    cell: int
    statement: Statement
    origin: Origin | None = None
    is_gone: bool = False  # what it did before is not done any more


class Flow:
    """The names that may hold something else than in the run before, after the statements so far."""

    def __init__(self, imported: frozenset[str]) -> None:
        self._imported = imported
        self._names: dict[str, dict[Origin, Lead]] = {}
        self._later: dict[str, frozenset[str]] = {}
        self._seeded: set[str] = set()

    def change(self, name: str, origin: Origin) -> None:
        """Let a name hold something else from here on."""
        self._names.setdefault(name, {})[origin] = Lead(name)

    def run(self, step: Step) -> dict[Origin, Lead]:
        """Follow one statement; return where what it reads and draws comes from, as far as that changed."""
        statement = step.statement
        found = self._arriving(statement) | self._drawn(step)
        carried = {origin: _onwards(lead, origin, step.cell) for origin, lead in found.items()}
        if step.origin:
            carried[step.origin] = Lead("")
        self._seeded |= statement.seeds
        self._hand_on(statement, carried, settles=statement.settles and not step.is_gone)
        return found

    def _drawn(self, step: Step) -> dict[Origin, Lead]:
        return {
            Origin("time" if library == TIME else "seed", call, step.cell): Lead("")
            for library, call in step.statement.draws
            if _DRAWS_FROM.get(library, library) not in self._seeded
        } | {Origin(what, name, step.cell): Lead("") for what, name in step.statement.looks}

    def _arriving(self, statement: Statement) -> dict[Origin, Lead]:
        found: dict[Origin, Lead] = {}
        for name in sorted(self._read(statement)):
            for origin, lead in self._names.get(name, {}).items():
                found.setdefault(origin, lead)
        return found

    def _read(self, statement: Statement) -> set[str]:
        """Return the names that a statement reads, and those that the functions it names read."""
        found = {_state(library) for library, _ in statement.draws}
        todo = list(statement.uses)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self._later.get(name, ())
        return found

    def _hand_on(self, statement: Statement, carried: Mapping[Origin, Lead], *, settles: bool) -> None:
        for name in statement.binds:
            if settles:
                self._names.pop(name, None)
            if statement.later:
                self._later[name] = statement.later
        states = {_state(library) for library in (*statement.seeds, *(lib for lib, _ in statement.draws))}
        for library in statement.seeds:
            self._names.pop(_state(library), None)
        for name in statement.binds | (statement.touches - self._imported) | states:
            for origin, lead in carried.items():
                self._names.setdefault(name, {}).setdefault(origin, Lead(name, lead.through))


def _state(library: str) -> str:
    """Return the name that stands for what a library draws from; no variable is called so."""
    return f"{_DRAWS_FROM.get(library, library)}'s random numbers"


def _onwards(lead: Lead, origin: Origin, cell: int) -> Lead:
    is_known = cell == origin.cell or cell in lead.through
    return lead if is_known else Lead(lead.name, (*lead.through, cell))


def leads_to(
    target: int, steps: Sequence[Step], parameters: Mapping[int, Iterable[str]]
) -> dict[Origin, Lead]:
    """Return where what a cell reads comes from, as far as that changed; `parameters` change in a cell."""
    flow = Flow(frozenset(name for step in steps for name in step.statement.imports))
    found: dict[Origin, Lead] = {}
    left = dict(parameters)
    for place, step in enumerate(steps):
        arrived = flow.run(step)
        for origin, lead in arrived.items() if step.cell == target else ():
            found.setdefault(origin, lead)
        is_last = place + 1 == len(steps) or steps[place + 1].cell != step.cell
        for name in left.pop(step.cell, ()) if is_last else ():
            flow.change(name, Origin("parameter", name, step.cell))
    return found
