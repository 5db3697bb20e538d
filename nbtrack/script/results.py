"""What a kernel remembers: `_`, `_3` and `Out` hold results, `In` and `_i` hold cells.

A script keeps them only where a cell refers to them. Cells count as in a run from the first to the last.
"""

from __future__ import annotations

import ast
import re
import symtable

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.literals import literal
from nbtrack.script.model import TRANSLATED, LedgerEntry
from nbtrack.script.translated import Line, Translated, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Cells = dict[int, Translated]

# Begins with letters, so that the search is quick: most cells have nothing of this.
_MAYBE = re.compile(r"_(?<!\w_)(?:_{0,2}|\d+|i{1,3}|i\d+|ih|oh)(?!\w)|Out(?!\w)|In(?!\w)")
_RESULT = re.compile(r"_{1,3}|_\d+|_oh|Out")
_INPUT = re.compile(r"_i{1,3}|_i\d+|_ih|In")
_WRAPPERS = ("_nb_timed", "_nb_captured")


def remembering(cells: Cells) -> Cells:
    """Return the cells so that they keep what others of them refer to."""
    if not any(_MAYBE.search(cell.text) for cell in cells.values()):
        return cells
    found = _references(cells)
    results = any(_RESULT.fullmatch(name) for name in _names(found))
    inputs = any(_INPUT.fullmatch(name) for name in _names(found))
    if not results and not inputs:
        return cells
    kept: Cells = {}
    for count, (number, cell) in enumerate(cells.items(), 1):
        lines = _keeping(cell.lines, count) if results else cell.lines
        if inputs:
            lines = (*_telling(cell), *lines)
        entries = tuple(
            LedgerEntry(0, cell.lines[line - 1].origin, name, TRANSLATED, "the script keeps it")
            for name, line in sorted(found.get(number, {}).items())
        )
        kept[number] = cell._replace(lines=lines, ledger=(*cell.ledger, *entries))
    return kept


def _names(found: dict[int, dict[str, int]]) -> Iterator[str]:
    for names in found.values():
        yield from names


def _references(cells: Cells) -> dict[int, dict[str, int]]:
    """Return for each cell the names it takes from the kernel's memory, with the line of the first use."""
    found: dict[int, dict[str, int]] = {}
    bound: set[str] = set()
    for number, cell in cells.items():
        text = cell.text
        used, assigned = _globals(text) if _MAYBE.search(text) else (set(), set())
        bound |= assigned
        names = used - bound
        if names:
            found[number] = {name: _first_line(text, name) for name in names}
    return found


def _globals(text: str) -> tuple[set[str], set[str]]:
    """Return the names of a memory that a cell takes from outside of its functions, and those it binds."""
    try:
        top = symtable.symtable(text, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    used: set[str] = set()
    assigned: set[str] = set()
    tables = [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            name = symbol.get_name()
            if not (_RESULT.fullmatch(name) or _INPUT.fullmatch(name)):
                continue
            if table is top and (symbol.is_assigned() or symbol.is_imported()):
                assigned.add(name)
            elif symbol.is_referenced() and (table is top or symbol.is_global()):
                used.add(name)
    return used, assigned


def _first_line(text: str, name: str) -> int:
    found = re.search(rf"\b{name}\b", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _keeping(lines: tuple[Line, ...], count: int) -> tuple[Line, ...]:
    """Put the cell's last expression into a call that keeps its value."""
    try:
        statement = _last(tree(text_of(lines)).body)
    except NotPython:
        return lines
    if not isinstance(statement, ast.Expr) or _is_silent(lines, statement):
        return lines
    texts = [line.text for line in lines]
    _insert(texts, statement.value.end_lineno, statement.value.end_col_offset, "))")
    _insert(texts, statement.lineno, statement.col_offset, f"_nb_keep({count}, (")
    return tuple(Line(text, line.origin) for text, line in zip(texts, lines, strict=True))


def _last(body: Iterable[ast.stmt]) -> ast.stmt | None:
    """Return the statement that a cell ends with, that of a cell that is measured or awaits too."""
    *_, last = (None, *body)
    if isinstance(last, ast.With) and _called(last.items[0].context_expr) in _WRAPPERS:
        return _last(last.body)
    return last


def _called(expression: ast.expr) -> str:
    is_call = isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name)
    return expression.func.id if is_call else ""  # type: ignore[attr-defined]


def _is_silent(lines: tuple[Line, ...], statement: ast.Expr) -> bool:
    """Tell whether nothing is shown: a semicolon follows, or a construct made the call, which gives None."""
    behind = lines[(statement.end_lineno or 1) - 1].text.encode()[statement.end_col_offset :].lstrip()
    name = _called(statement.value)
    return behind.startswith(b";") or (name.startswith("_nb_") and name != "_nb_lines")


def _insert(texts: list[str], line: int | None, column: int | None, text: str) -> None:
    if line is not None and column is not None:
        encoded = texts[line - 1].encode()
        texts[line - 1] = encoded[:column].decode() + text + encoded[column:].decode()


def _telling(cell: Translated) -> list[Line]:
    origin = cell.lines[0].origin
    call = f"_nb_enter({literal(cell.text.rstrip(chr(10)))})"
    return [Line(text, origin) for text in call.split("\n")]
