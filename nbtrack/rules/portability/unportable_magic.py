"""A magic or shell command will not run outside Jupyter.

## What it does
Finds the magics that `nbtrack extract` refuses because it cannot say them in plain Python: magics in
languages of their own, magics that change what IPython reads, and unknown ones.

## Why it matters
Only Jupyter can run the notebook, and only with the extension that brings the magic: `nbtrack smoke` fails at
that cell, and so does everything that treats the notebook as a program.

## Example
`cell 3, line 1: NBT401 %%sql does not run outside Jupyter: the database connection belongs to the magic`

## Fix and its safety
None: say it in Python, such as `pandas.read_sql(...)` in place of `%%sql`.

## Options
`extract.magics` and `extract.plugins` teach nbtrack [magics of your own](extract.md#magics-of-your-own),
which are no findings then.

## On real notebooks
No finding in the 255 notebooks it was read on: their magics and shell commands all have a translation.

## Source
[Magics outside Jupyter](magics.md) lists what is translated, dropped and refused.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.place import in_source
from nbtrack.terminal import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject
    from nbtrack.script.model import Magics

_LONGEST = 60


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find every construct that has no translation."""
    if not subject.is_python:
        return
    cells = [cell for cell in subject.notebook.cells if cell.kind == "code" and _may_escape(cell.source)]
    if not cells:
        return
    magics = _known_magics(subject)
    for cell in cells:
        yield from _in_cell(rule, cell, magics)


def _known_magics(subject: Subject) -> Magics:
    options = subject.options
    if not options.magics and not options.magic_plugins:
        from nbtrack.script.magics.registry import BUILT_IN

        return BUILT_IN
    from nbtrack.script.magics.custom import known_magics

    if options.magic_plugins:
        subject.looks_outside()  # at code of other packages
    return known_magics(options.magics, options.magic_plugins)


def _in_cell(rule: Rule, cell: Cell, magics: Magics) -> Iterator[Finding]:
    from nbtrack.script.portability import unportable

    for line, column, text, reason in unportable(cell, magics):
        shown = text.partition("\n")[0]
        place = in_source(cell, line, column, column + len(shown))
        yield Finding(rule, place, f"{cut(shown, _LONGEST)} does not run outside Jupyter: {reason}")


def _may_escape(source: str) -> bool:
    """Tell cheaply that a cell holds Python only: most do, and the translator costs an import."""
    return any(_stands_first(source, at) for mark in "%!" for at in _places(source, mark))


def _stands_first(source: str, at: int) -> bool:
    """Tell whether only blanks, a prompt or `x =` stand before a place on its line."""
    before = source[:at].rstrip(" \t")
    return not before or before[-1] in "\n\r=>:."


def _places(source: str, mark: str) -> Iterator[int]:
    at = source.find(mark)
    while at >= 0:
        yield at
        at = source.find(mark, at + 1)
