"""The code cells of a notebook in Python 3, with their syntax trees."""

from __future__ import annotations

from nbtrack.notebook.tags import MAY_RAISE, SKIPPED
from nbtrack.rules.python.dialect import is_python_2, is_python_cell
from nbtrack.script.compiling import NotPython, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.python.masking import Masked

# What happens in such a cell is meant, or does not happen at all.
_EXPECTED = frozenset((MAY_RAISE, SKIPPED))


CALLS_KERNEL = "kernel.execute"  # by which a page runs Python


class PythonCell:
    """A code cell.

    `tree` is None where the code is not Python; `text` is what was parsed, with the lines of the source.
    `bound` are names that magics define, and after an `opaque` cell there may be any name.
    """

    __slots__ = ("bound", "cell", "opaque", "text", "tree")

    def __init__(
        self,
        cell: Cell,
        text: str,
        tree: ast.Module | None,
        *,
        bound: tuple[str, ...] = (),
        opaque: bool = False,
    ) -> None:
        self.cell = cell
        self.text = text
        self.tree = tree
        self.bound = bound
        self.opaque = opaque

    @property
    def number(self) -> int:
        """Return the cell's number."""
        return self.cell.number

    @property
    def may_fail(self) -> bool:
        """Tell whether a tag says that an error in the cell is expected, or that it does not run."""
        return not _EXPECTED.isdisjoint(self.cell.tags)


def python_cells(notebook: Notebook) -> tuple[PythonCell, ...]:
    """Return the code cells, none of a notebook in Python 2."""
    if is_python_2(notebook):
        return ()
    return tuple(_python_cell(cell) for cell in notebook.cells if cell.kind == "code")


def _python_cell(cell: Cell) -> PythonCell:
    source = cell.source
    if not is_python_cell(cell) or CALLS_KERNEL in source:
        return PythonCell(cell, source, None, opaque=True)
    try:
        return PythonCell(cell, source, tree(source))
    except NotPython:  # no magic and no prompt is Python, so that only now there may be one
        return _without_magics(cell)


def _without_magics(cell: Cell) -> PythonCell:
    from nbtrack.rules.python.masking import masked

    found: Masked = masked(cell.source)
    try:
        parsed = tree(found.text)
    except NotPython:
        return PythonCell(cell, found.text, None, opaque=True)
    return PythonCell(cell, found.text, parsed, bound=found.bound, opaque=found.opaque)
