"""What rules look at: one notebook, the settings, and what several rules would otherwise work out again."""

from __future__ import annotations

from nbtrack.notebook.strip.plan import policy_of
from nbtrack.rules.python.dialect import is_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.options import Options
    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.python.names import Names


class Subject:
    """One notebook under examination."""

    __slots__ = ("_names", "_python_cells", "is_closed", "notebook", "options", "policy")

    def __init__(self, notebook: Notebook, options: Options) -> None:
        self.notebook = notebook
        self.options = options
        self.policy = policy_of(notebook, options.policy)
        self.is_closed = True
        self._python_cells: tuple[PythonCell, ...] | None = None
        self._names: Names | None = None

    def looks_outside(self) -> None:
        """Say that what is found depends on things whose change nobody would notice: it is not remembered."""
        self.is_closed = False

    @property
    def is_python(self) -> bool:
        """Tell whether the notebook is written in Python, as it is where it does not say."""
        return is_python(self.notebook)

    @property
    def python_cells(self) -> tuple[PythonCell, ...]:
        """Return the code cells with their syntax trees, parsed once; empty where the language is another."""
        if self._python_cells is None:
            from nbtrack.rules.python.cells import python_cells

            self._python_cells = python_cells(self.notebook) if self.is_python else ()
        return self._python_cells

    @property
    def names(self) -> Names:
        """Return what the cells define and use, followed once."""
        if self._names is None:
            from nbtrack.rules.python.dialect import runs_annotations
            from nbtrack.rules.python.follow import follow
            from nbtrack.rules.python.known import known_names

            known, run = known_names(self.options.builtins), runs_annotations(self.notebook)
            self._names = follow(self.python_cells, known, annotations_run=run)
        return self._names


def numbered_outputs(cell: Cell) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the outputs of a cell with their index; what is no object is for the schema's rule."""
    outputs = cell.data.get("outputs")
    for index, output in enumerate(outputs if isinstance(outputs, list) else ()):
        if isinstance(output, dict):
            yield index, output
