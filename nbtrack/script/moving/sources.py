"""The definitions that stand in the cells of a notebook, as they are written."""

from __future__ import annotations

from typing import NamedTuple

from nbtrack.script.cleaning import cleaned
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.evaluated import DEFINITIONS
from nbtrack.script.pieces import PYTHON, pieces
from nbtrack.script.statement_lines import lines_of, with_comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.script.evaluated import Definition


class Written(NamedTuple):
    """A function or class at the top level of a cell; `lines` are its lines there, from 1, with comments."""

    cell: Cell
    node: Definition
    lines: range
    has_magic: bool

    @property
    def name(self) -> str:
        """Return its name."""
        return self.node.name

    @property
    def line(self) -> int:
        """Return the line of the cell on which its `def` or `class` stands."""
        return self.node.lineno

    @property
    def text(self) -> str:
        """Return its text, decorators and the comments right above included."""
        lines = self.cell.source.split("\n")
        return "\n".join(lines[self.lines.start - 1 : self.lines.stop - 1])


def written(notebook: Notebook) -> Iterator[Written]:
    """Yield the definitions of a notebook in their order; cells that are no Python have none."""
    for cell in notebook.cells:
        if cell.kind == "code" and cleaned(cell.source) == cell.source and not cell.source.startswith("%%"):
            yield from _in_cell(cell)


def _in_cell(cell: Cell) -> Iterator[Written]:
    text, magic_lines = _without_magics(cell.source)
    try:
        body = tree(text + "\n").body
    except NotPython:
        return
    for node in body:
        if isinstance(node, DEFINITIONS):
            lines = with_comments(lines_of(node), text.split("\n"))
            yield Written(cell, node, lines, not magic_lines.isdisjoint(lines))


def _without_magics(source: str) -> tuple[str, set[int]]:
    """Return a source with `pass` in the place of what is no Python, and the lines of that."""
    parts: list[str] = []
    lines: set[int] = set()
    for piece in pieces(source):
        text = source[piece.start : piece.end]
        if piece.kind != PYTHON:
            more = text.count("\n")
            lines.update(range(piece.line, piece.line + more + 1))
            indent = piece.prefix[: len(piece.prefix) - len(piece.prefix.lstrip())]
            text = f"{indent}pass" + "\n" * more
        parts.append(text)
    return "\n".join(parts), lines
