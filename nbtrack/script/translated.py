"""A cell in plain Python, by lines that know where they come from."""

from __future__ import annotations

from typing import NamedTuple

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.pieces import string_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from nbtrack.script.model import LedgerEntry

INDENT = "    "


class Line(NamedTuple):
    """A line of the script, and the line of the cell that it comes from."""

    text: str
    origin: int


class Translated(NamedTuple):
    """A cell in plain Python, and what became of its constructs; a ledger entry's cell is always 0 here.

    `written` is its source, from which the origins of lines count.
    """

    lines: tuple[Line, ...]
    ledger: tuple[LedgerEntry, ...] = ()
    requirements: tuple[str, ...] = ()
    written: str = ""

    @property
    def text(self) -> str:
        """Return the lines as a module."""
        return text_of(self.lines)

    def statements(self) -> list[ast.stmt]:
        """Return the statements at the top level, none of a cell that is no Python."""
        try:
            return tree(self.text).body
        except NotPython:
            return []


def text_of(lines: Iterable[Line]) -> str:
    """Return lines as a module."""
    return "\n".join([line.text for line in lines]) + "\n"


def indented(lines: tuple[Line, ...], by: str = INDENT) -> tuple[Line, ...]:
    """Indent lines, by one level at first; what stands inside strings is left alone."""
    inside = string_lines(text_of(lines))
    return tuple(
        Line(by + line.text if line.text and number not in inside else line.text, line.origin)
        for number, line in enumerate(lines, 1)
    )
