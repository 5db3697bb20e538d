"""Where a node of a syntax tree stands in its cell."""

from __future__ import annotations

from nbtrack.rules.place import Place, in_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell


def at_node(cell: PythonCell, node: Any) -> Place:
    """Return the place of a node; trees count columns in UTF-8 bytes from 0, people characters from 1."""
    parsed = _line(cell.text, node.lineno)
    behind = node.end_col_offset if node.end_lineno == node.lineno else len(parsed.encode(*_LENIENT))
    start, end = (
        len(parsed.encode(*_LENIENT)[:offset].decode("utf-8", "ignore")) + 1
        for offset in (node.col_offset, behind)
    )
    shift = _shift(parsed, _line(cell.cell.source, node.lineno))
    return in_source(cell.cell, node.lineno, start + shift, end + shift)


_LENIENT = ("utf-8", "surrogatepass")


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def _shift(parsed: str, written: str) -> int:
    """Return how many characters of a line, such as a prompt, were taken off before it was parsed."""
    code = parsed.strip()
    indent = len(parsed) - len(parsed.lstrip())
    return max(0, written.rfind(code) - indent) if code else 0
