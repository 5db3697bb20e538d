"""A cell got a name from a cell that a run from top to bottom would not take it from.

## What it does
Compares, for names that several cells define, the cell that defined a name last before it was used, by the
execution counts, with the one that defines it last above the use. It finds the uses where these are two.

## Why it matters
The same name meant something else when the outputs were made: run from top to bottom, the cell works with
another value, most often without an error.

## Example
`cell 5, line 1: NBT307 "df" came from cell 9, which ran as [7]; from top to bottom it comes from cell 3`

## Fix and its safety
None: give the two things two names, or run the notebook from the top.

## Options
None. Where counts are stripped there is nothing to compare: `rebound-name` (NBT310) looks at the code alone.
Where two cells have the same count they ran in two sessions, and what a cell got from which is unknown.
Names that both cells import are left out, and so is whatever functions use when they are called.

## On real notebooks
4 findings in 3 of the 255 notebooks it was read on, all of them read. By their counts all are right: a model
was fitted to data, or logged into a folder, that a cell further down defines. In 432 others 3, in 668 of 64
other packages 3, all right.

## Source
The Python language reference, "Naming and binding"; IPython's execution counts.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.python.names import Names, Use
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

    Counts = dict[int, int]  # execution counts by cell number


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first such use of each name."""
    counts = _counts(subject)
    in_order = list(counts.values())
    if in_order == sorted(in_order):  # cells that ran in order got what stands above them
        return
    if len(set(in_order)) < len(in_order):  # of several sessions, and nobody can tell which cells shared one
        return
    names = subject.names
    seen: set[str] = set()
    for use in names.borrowed.values():
        source = None if use.name in seen else _other_source(use, names, counts)
        if source is not None and not _are_imports(use.name, source, subject):
            seen.add(use.name)
            taken, above = source
            message = (
                f'"{use.name}" came from cell {taken}, which ran as [{counts[taken]}]; '
                f"from top to bottom it comes from cell {above}"
            )
            yield Finding(rule, at_node(use.cell, use.node), message)


def _counts(subject: Subject) -> Counts:
    return {
        cell.number: cell.count
        for cell in subject.notebook.cells
        if cell.kind == "code" and cell.count is not None
    }


def _other_source(use: Use, names: Names, counts: Counts) -> tuple[int, int] | None:
    """Return the cell that a use got its name from, and the one above it, where these differ."""
    used_at = counts.get(use.cell.number)
    cells = names.defined_in[use.name]
    above = max((number for number in cells if number < use.cell.number), default=None)
    if used_at is None or above not in counts or above is None:
        return None
    ran_before = [number for number in cells if counts.get(number, used_at) < used_at]
    taken = max(ran_before, key=counts.__getitem__, default=above)
    return None if taken == above else (taken, above)


def _are_imports(name: str, numbers: tuple[int, int], subject: Subject) -> bool:
    """Tell whether both cells import a name, by which they most likely mean the same."""
    cells = [cell for cell in subject.python_cells if cell.number in numbers]
    return all(any(name in _imported(node) for node in nodes(cell)) for cell in cells)


def _imported(node: Any) -> list[str]:
    if type(node).__name__ not in ("Import", "ImportFrom"):
        return []
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
