"""What the cells of a notebook define, and the uses that nothing answers."""

from __future__ import annotations

from nbtrack.rules.python.known import OF_PYTHON_2
from nbtrack.rules.python.noqa import is_vouched_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell

    Node = Any  # an ast.AST, whose attributes depend on its class


class Use:
    """A name read where nothing defines it; `deferred` where the code runs only when somebody calls it."""

    __slots__ = ("cell", "deferred", "name", "node")

    def __init__(self, name: str, node: Node, cell: PythonCell, *, deferred: bool) -> None:
        self.name = name
        self.node = node
        self.cell = cell
        self.deferred = deferred


class Names:
    """What the cells define, in the order they run, and the uses that nothing answers.

    `defined_in` has the cell numbers whose top level defines a name, `deleted` the names taken away again.
    `borrowed` has, by cell and name, the first use of what a cell above defines.
    """

    __slots__ = (
        "_known",
        "_opaque_from",
        "_unanswered",
        "annotations_run",
        "borrowed",
        "defined_in",
        "deleted",
        "is_ported",
    )

    def __init__(self, known: frozenset[str], *, annotations_run: bool) -> None:
        self.defined_in: dict[str, list[int]] = {}
        self.borrowed: dict[tuple[int, str], Use] = {}
        self.deleted: set[str] = set()
        self._known = known
        self._opaque_from: int | None = None
        self._unanswered: dict[tuple[int, str, bool], Use] = {}
        self.annotations_run = annotations_run
        self.is_ported = False  # code that asks which Python runs it has names of Python 2 in it

    def define(self, name: str, number: int) -> None:
        """Note that the top level of a cell defines a name."""
        self.deleted.discard(name)
        cells = self.defined_in.setdefault(name, [])
        if not cells or cells[-1] != number:
            cells.append(number)

    def delete(self, name: str) -> None:
        """Note that a name is gone from here on."""
        if name in self.defined_in:
            self.deleted.add(name)

    def has(self, name: str) -> bool:
        """Tell whether a name is there at this point."""
        if name in self.defined_in:
            return name not in self.deleted or name in self._known
        return name in self._known or _is_history(name)

    def miss(self, use: Use) -> None:
        """Note a use that nothing answers yet, the first one of a name in each cell."""
        if is_vouched_for(use.cell.cell.source, use.node.lineno):
            return
        self._unanswered.setdefault((use.cell.number, use.name, use.deferred), use)

    def borrow(self, use: Use) -> None:
        """Note a use at the top level, if it is another cell that defined the name last."""
        cells = self.defined_in.get(use.name)
        if cells and cells[-1] != use.cell.number:
            self.borrowed.setdefault((use.cell.number, use.name), use)

    def hide(self, number: int) -> None:
        """Note that from a cell on there may be any name."""
        self._opaque_from = min(number, self._opaque_from or number)

    def unanswered(self) -> list[Use]:
        """Return the uses that fail: at once, or because no cell ever defines what a function needs."""
        return [use for use in self._unanswered.values() if self._fails(use)]

    def _fails(self, use: Use) -> bool:
        if self.is_ported and use.name in OF_PYTHON_2:
            return False
        if use.deferred:
            return self._opaque_from is None and use.name not in self.defined_in
        if self._opaque_from is not None and use.cell.number >= self._opaque_from:
            return False
        return not self._is_in_magic(use)

    def _is_in_magic(self, use: Use) -> bool:
        """Tell whether a use is in a line like `ls -l` or `cd /tmp`, which is Python only by its looks."""
        source = _run_alone(use)
        word = source.partition(" ")[0]
        if "\n" in source or word in self.defined_in or not word.isidentifier():
            return False
        from nbtrack.script.automagic import with_escape

        return with_escape(source, ()) != source


def _run_alone(use: Use) -> str:
    """Return what IPython reads at once with a use: its cell, or what `%time` runs of it."""
    source: str = use.cell.cell.source
    if "%time" not in source:
        return source.strip()
    from nbtrack.script.cleaning import cleaned

    lines = cleaned(source).split("\n")
    line: str = lines[use.node.lineno - 1].strip()
    if line.startswith("%time "):
        return line.removeprefix("%time ").strip()
    return "\n".join(lines).strip().removeprefix("%%time\n").strip()


def _is_history(name: str) -> bool:
    """Tell whether a name is one of IPython's for earlier inputs and outputs: `_i7`, `_12`."""
    return name.startswith("_") and name[1:].removeprefix("i").isdecimal()
