"""A cell takes a name from above and binds it to something else.

## What it does
Finds cells whose top level first uses what another cell put into a name and then gives the name a new value,
as in `df = df.dropna()` or `x += 1`.

## Why it matters
Run twice, such a cell may do something else the second time, and after it no cell above it can be run again:
what the name means depends on which cell ran last. That is how notebooks get results that nobody can repeat.

## Example
`cell 6, line 2: NBT310 "df" is taken from cell 3 and then bound anew: running it twice may differ`

## Fix and its safety
None: give the result a name of its own (`clean = df.dropna()`), or do both in one cell.

## Options
None. It is off unless it is selected: many people write so, and from top to bottom it is right.

## On real notebooks
295 findings in 115 of the 255 notebooks it was read on. Of 40 that were read all do what is said; in most of
them a table is filtered into its own name. In 432 others 121; the 25 that were read are right.

## Source
Rule et al., "Ten simple rules for writing and sharing computational analyses in Jupyter Notebooks", 2019.
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
    """Find the names that a cell borrows from another and binds itself."""
    names = subject.names
    for (number, name), use in names.borrowed.items():
        cells = names.defined_in[name]
        if number in cells and not use.cell.may_fail:
            above = max(cell for cell in cells if cell < number)
            message = f'"{name}" is taken from cell {above} and then bound anew: running it twice may differ'
            yield Finding(rule, at_node(use.cell, use.node), message)
