"""Follow names through the code of a notebook, as Python resolves them when it runs from top to bottom.

Code at the top level and in class bodies runs at once and needs its names then; the bodies of functions run
later and may use whatever any cell defines. Where code may define names unseen (a star import, `exec`,
`%run`, a cell that is not Python, an exercise), nothing behind that point is called undefined.
"""

from __future__ import annotations

from nbtrack.rules.python.exercises import EXERCISES
from nbtrack.rules.python.names import Names
from nbtrack.rules.python.scopes import SCOPES
from nbtrack.rules.python.statements import STATEMENTS
from nbtrack.rules.python.unseen import UNSEEN
from nbtrack.rules.python.walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.python.walk import Handlers, Later

_HANDLERS: Handlers = {**STATEMENTS, **SCOPES, **UNSEEN, **EXERCISES}


def follow(cells: Iterable[PythonCell], known: frozenset[str], *, annotations_run: bool = True) -> Names:
    """Follow the names of a notebook's cells; `known` are those that are always there."""
    names = Names(known, annotations_run=annotations_run)
    later: list[Later] = []
    for cell in cells:
        if cell.opaque:
            names.hide(cell.number)
        if cell.tree is not None:
            _walk(Walk(names, cell, later, _HANDLERS), cell.tree.body)
        for name in cell.bound:
            names.define(name, cell.number)
    while later:
        node, scope, cell = later.pop()
        body = node if isinstance(node, list) else [node]
        _walk(Walk(names, cell, later, _HANDLERS, scope=scope, deferred=True), body)
    return names


def _walk(walk: Walk, body: list[Any]) -> None:
    try:
        walk.walk(body)
    except RecursionError:  # a sum of hundreds of terms is that deep
        walk.names.hide(walk.cell.number)
