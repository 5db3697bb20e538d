"""The statements of a notebook in the order they run, and which of them are not those of the run before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.why.draws import aliases_in
from nbtrack.compare.why.flow import Origin, Step
from nbtrack.compare.why.statements import read_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.diff.model import CellDiff, NotebookDiff
    from nbtrack.rules.python.cells import PythonCell

    Node = Any


class Steps(NamedTuple):
    """All statements, and the modules that they import.

    `is_whole` tells that there is no cell in which anything else than these may happen.
    """

    steps: Sequence[Step]
    modules: frozenset[str]
    is_whole: bool


def steps_of(diff: NotebookDiff, old: Sequence[PythonCell], new: Sequence[PythonCell]) -> Steps:
    """Return the statements of the new notebook, and those of the old that are gone where they stood."""
    before, after = ({cell.number: cell for cell in side} for side in (old, new))
    steps: list[Step] = []
    aliases = dict(pair for cell in (*old, *new) for node in _nodes(cell) for pair in aliases_in(node))
    place = 0
    for cell in diff.cells:
        place = cell.new or place
        was, now = before.get(cell.old or 0), after.get(cell.new or 0)
        steps += _steps(cell, _Cells(was, now, place, aliases))
    modules = frozenset(module for cell in new for module in _modules(cell))
    is_whole = bool(new) and not any(cell.opaque or cell.tree is None for cell in (*old, *new))
    return Steps(steps, modules, is_whole)


def is_changed_code(cell: CellDiff) -> bool:
    """Tell whether a cell's code is not what it was, or is not where it was."""
    is_code = "code" in (cell.old_type, cell.new_type)
    return is_code and (bool(cell.source) or cell.kind in ("added", "removed", "moved"))


class _Cells(NamedTuple):
    """A cell as it was and is, the place of its statements, and what names of modules mean."""

    old: PythonCell | None
    new: PythonCell | None
    place: int
    aliases: Mapping[str, str]


def _steps(cell: CellDiff, found: _Cells) -> Iterator[Step]:
    statements, gone, place = _statements(found.new), _statements(found.old), found.place
    if not is_changed_code(cell):
        yield from (Step(place, read_statement(node, found.aliases)) for _, node in statements)
        return
    number = cell.new if cell.new is not None else cell.old
    origin = Origin("code", cell.kind, number)
    before = Counter() if cell.kind == "moved" else Counter(text for text, _ in gone)
    after = Counter(text for text, _ in statements)
    for text, node in statements:
        is_new = before[text] <= 0
        before[text] -= 1
        yield Step(place, read_statement(node, found.aliases), origin if is_new else None)
    for text, node in gone if cell.kind != "moved" else ():
        after[text] -= 1
        if after[text] < 0:
            yield Step(place, read_statement(node, found.aliases), origin, is_gone=True)


def _statements(cell: PythonCell | None) -> list[tuple[str, Node]]:
    """Return the statements of a cell with a text that is equal for equal ones, wherever they stand."""
    if cell is None or cell.tree is None:
        return []
    import ast

    return [(ast.dump(node), node) for node in cell.tree.body]


def _nodes(cell: PythonCell) -> Iterator[Node]:
    import ast

    return ast.walk(cell.tree) if cell.tree else iter(())


def _modules(cell: PythonCell) -> Iterator[str]:
    import ast

    for node in _nodes(cell):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
