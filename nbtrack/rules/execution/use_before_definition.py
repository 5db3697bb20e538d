"""A name is used above the cell that defines it.

## What it does
Finds names that code at the top level needs before any cell has defined them, although one further down
does, and names that are used after a `del`.

## Why it matters
The notebook was written or run out of order: from top to bottom it fails with a `NameError`.

## Example
`cell 4, line 1: NBT304 "model" is used, but no cell before cell 9 defines it`

## Fix and its safety
None: move one of the two cells.

## Options
`builtins` in `[tool.nbtrack.check]`: names that are there although no cell defines them. What
`undefined-name` leaves out, this rule does too.

## On real notebooks
2 findings in 2 of the 255 notebooks it was read on, both right. The page of `undefined-name` has the
count of both rules.

## Source
The Python language reference, "Naming and binding".
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first use of each name that comes too early, or too late."""
    names = subject.names
    seen: set[str] = set()
    for use in names.unanswered():
        cells = names.defined_in.get(use.name)
        if cells is None or use.name in seen:
            continue
        seen.add(use.name)
        yield Finding(rule, at_node(use.cell, use.node), _message(use.name, use.cell.number, cells))


def _message(name: str, number: int, cells: list[int]) -> str:
    if cells[0] < number:
        return f'"{name}" is used after it was deleted'
    if cells[0] == number:
        return f'"{name}" is used further up in this cell than it is defined'
    return f'"{name}" is used, but no cell before cell {cells[0]} defines it'
