"""Find the first cell whose output differs while its code does not, and what is likely to be behind it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.compare.why.cut_short import cut_short, cut_short_text, is_enough
from nbtrack.compare.why.draws import ADDRESS, VARIABLE
from nbtrack.compare.why.flow import Origin, leads_to
from nbtrack.compare.why.model import Cause, Why
from nbtrack.compare.why.steps import is_changed_code, steps_of
from nbtrack.natural_order import natural
from nbtrack.notebook.parameters.declared import parameters_cell
from nbtrack.rules.portability.declared.modules import provides
from nbtrack.rules.python.cells import python_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from nbtrack.compare.why.flow import Lead, Step
    from nbtrack.diff.model import CellDiff, NotebookDiff
    from nbtrack.notebook.document import Notebook


class Changed(NamedTuple):
    """What else changed between two runs, by name; `packages` are all that either run had.

    `data` has the cell that reads it first, where that is known. `commit` tells that the project's code is
    another, where nobody knows which `modules` of it are. `addresses` were fetched, and of the environment
    variables that are `known` it is on record what they were. `ended` has the statuses of the cells that
    ran, in the old run and in the new one.
    """

    parameters: Collection[str] = ()
    environment: Collection[str] = ()
    packages: Collection[str] = ()
    data: Mapping[str, int | None] = {}
    modules: Collection[str] = ()
    variables: Collection[str] = ()
    commit: bool = False
    addresses: Collection[str] = ()
    known: Collection[str] = ()
    ended: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {})


def explain_script(diff: NotebookDiff, old: Notebook, new: Notebook, changed: Changed) -> Why | None:
    """Return the same of a script, which is a notebook of one cell: any parameter may lead anywhere in it."""
    found = explain(diff, old, new, changed)
    return _of_script(found, changed) if found else None


def explain_metrics(diff: NotebookDiff, old: Notebook, new: Notebook, changed: Changed) -> Why | None:
    """Return why the metrics of a script differ that prints the same, None where its code is new."""
    target = next(filter(_has_same_code, diff.cells), None)
    if target is None or target.new is None:
        return None
    return _of_script(_behind(target, target.new, diff, old, new, changed), changed)._replace(metrics=True)


def _of_script(found: Why, changed: Changed) -> Why:
    is_cut = any(cut_short_text(cause) and is_enough(cause) for cause in found.causes)
    names = () if is_cut else sorted(changed.parameters, key=natural)
    parameters = tuple(Cause("parameter", name, name="") for name in names)
    return Why(None, parameters + tuple(cause._replace(cell=None) for cause in found.causes))


def explain(diff: NotebookDiff, old: Notebook, new: Notebook, changed: Changed) -> Why | None:
    """Return the first such cell with its likely causes, None where what differs has new code everywhere."""
    target = next((cell for cell in diff.cells if _is_unexplained(cell)), None)
    if target is None or target.new is None:
        return None
    return _behind(target, target.new, diff, old, new, changed)


def _behind(
    target: CellDiff, number: int, diff: NotebookDiff, old: Notebook, new: Notebook, changed: Changed
) -> Why:
    """Return what is likely to have changed what comes out of a cell, whose number is that in the new run."""
    short = tuple(cut_short(target, *changed.ended))
    if any(map(is_enough, short)):
        return Why(number, short)
    cells = python_cells(old), python_cells(new)
    steps = steps_of(diff, *cells)
    given = parameters_cell(new)
    where = given.number if given and given.number < number else None
    parameters = {where: changed.parameters} if where else {}
    leads = leads_to(number, _without_defaults(steps.steps, where, changed), parameters)
    moved = (Cause("code", "moved", number, ""),) if target.kind == "moved" else ()
    led = (*moved, *_led("code", leads), *_led("parameter", leads))
    data = tuple(_data(number, changed))
    imported = sorted(set(changed.modules) - {cause.what for cause in data})
    modules = (Cause("module", path, name="") for path in imported)
    chance = (*_led("seed", leads), *_led("time", leads))
    around = (*data, *modules, *_outside(steps.modules, changed), *chance, *_looked_up(leads, changed))
    above = tuple(_above(diff, number, leads, parameters))
    # What is no Python may hand on anything.
    found = (led + around or above) if steps.is_whole else led + above + around
    return Why(number, (found or _fetched(changed)) + short)


def _without_defaults(steps: Sequence[Step], where: int | None, changed: Changed) -> list[Step]:
    """Leave it to the parameters to say that a parameter's default was written anew."""
    names = set(changed.parameters)
    return [
        step._replace(origin=None) if step.cell == where and step.statement.binds <= names else step
        for step in steps
    ]


def _is_unexplained(cell: CellDiff) -> bool:
    return _has_same_code(cell) and bool(cell.outputs)


def _has_same_code(cell: CellDiff) -> bool:
    is_code = cell.old_type == cell.new_type == "code"
    return is_code and cell.kind in ("same", "changed", "moved") and not cell.source


def _led(kind: str, leads: Mapping[Origin, Lead]) -> Iterator[Cause]:
    """Yield the causes of a kind from which names lead to the cell, those in higher cells first."""
    for origin, lead in sorted(leads.items(), key=lambda item: item[0].cell or 0):
        if origin.kind == kind:
            yield Cause(kind, origin.what, origin.cell, lead.name, lead.through)


def _above(
    diff: NotebookDiff, target: int, leads: Mapping[Origin, Lead], parameters: Mapping[int, Collection[str]]
) -> Iterator[Cause]:
    """Yield what changed above the cell without a name that leads from it."""
    for cell in diff.cells:
        if cell.new is not None and cell.new >= target:
            break
        number = cell.new if cell.new is not None else cell.old
        origin = Origin("code", cell.kind, number)
        if is_changed_code(cell) and cell.new not in parameters and origin not in leads:
            yield Cause(*origin)
            break
    named = {origin.what for origin in leads if origin.kind == "parameter"}
    for number, names in parameters.items():
        yield from (Cause("parameter", name, number) for name in names if name not in named)


def _data(target: int, changed: Changed) -> Iterator[Cause]:
    """Yield the files that changed, and that this cell or one above it reads."""
    for path, cell in sorted(changed.data.items(), key=lambda item: (item[1] or 0, item[0])):
        if (cell or 0) <= target:
            yield Cause("data", path, cell, name="")


def _looked_up(leads: Mapping[Origin, Lead], changed: Changed) -> Iterator[Cause]:
    """Yield what the code looks at of which the record does not say what it was."""
    yield from (cause for cause in _led(ADDRESS, leads) if cause.what in changed.addresses)
    yield from (cause for cause in _led(VARIABLE, leads) if cause.what not in changed.known)


def _fetched(changed: Changed) -> tuple[Cause, ...]:
    """Return the addresses that the run fetched, whose names the code puts together."""
    return tuple(Cause(ADDRESS, address, name="") for address in sorted(changed.addresses))


def _outside(modules: Collection[str], changed: Changed) -> Iterator[Cause]:
    """Yield what changed around the notebook: packages that it imports, then Python, then the project."""
    others = set(changed.environment) - {"Python", "platform", *changed.variables}
    yield from (
        Cause("package", name, name="")
        for name in sorted(others)
        if any(provides(frozenset([name]), module) for module in modules)
    )
    for name in ("Python", "platform"):
        if name in changed.environment:
            yield Cause("package", name, name="")
    yield from (Cause("variable", name, name="") for name in sorted(changed.variables))
    if changed.commit:
        installed = frozenset(changed.packages)
        yield from (
            Cause("project", module, name="")
            for module in sorted(modules)
            if module not in sys.stdlib_module_names and not provides(installed, module)
        )
