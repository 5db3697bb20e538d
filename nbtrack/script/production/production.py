"""Leave out of a script's cells what production does not want."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from nbtrack.script.production.effects import Effects
from nbtrack.script.production.paragraphs import without
from nbtrack.script.production.slicing import left_out
from nbtrack.script.production.surroundings import surroundings
from nbtrack.script.production.units import REASONS, Unit, units
from nbtrack.script.production.versions import separate
from nbtrack.script.production.witness import Witness
from nbtrack.script.statement_lines import lines_of
from nbtrack.script.translated import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nbtrack.script.translated import Line, Translated

KEEP_TAG = "keep"
_NONE = Witness()
_KEEP_COMMENT = re.compile(r"#\s*nbtrack:\s*keep\b")


class Removal(NamedTuple):
    """A statement that was left out; `line` is 1-based in its cell."""

    cell: int
    line: int
    text: str
    kind: str
    reason: str


class Slim(NamedTuple):
    """What is left of the cells, and what was left out of them."""

    cells: dict[int, Translated]
    removals: tuple[Removal, ...]


class _Text(NamedTuple):
    """All cells as one module: its lines, and for each the number of its cell and its index in it."""

    lines: list[Line]
    places: list[tuple[int, int]]

    def cell_of(self, line: int) -> int:
        return self.places[line - 1][0]

    def removal(self, unit: Unit) -> Removal:
        first, last = unit.node.lineno, unit.node.end_lineno or unit.node.lineno
        text = "\n".join(line.text for line in self.lines[first - 1 : last]).strip()
        return Removal(self.cell_of(first), self.lines[first - 1].origin, text, unit.kind, REASONS[unit.kind])


def production(cells: Mapping[int, Translated], kept_cells: Collection[int], seen: Witness = _NONE) -> Slim:
    """Leave out plots, looks at values and listings that nothing else needs; kept cells stay whole."""
    places = [(number, index) for number, cell in cells.items() for index in range(len(cell.lines))]
    text = _Text([cells[number].lines[index] for number, index in places], places)
    tree = ast.parse(text_of(text.lines))
    going = _going(tree, text, kept_cells, seen)
    gone: dict[int, set[int]] = {number: set() for number in cells}
    for line in (line for unit in going for line in lines_of(unit.node)):
        number, index = places[line - 1]
        gone[number].add(index)
    slim = {number: without(cell, gone[number]) for number, cell in cells.items()}
    return Slim(
        {number: cell for number, cell in slim.items() if cell.lines},
        tuple(text.removal(unit) for unit in going),
    )


def _going(tree: ast.Module, text: _Text, kept_cells: Collection[int], seen: Witness) -> list[Unit]:
    kept = {
        at
        for at, line in enumerate(text.lines, 1)
        if text.cell_of(at) in kept_cells or _KEEP_COMMENT.search(line.text)
    }
    separate(tree)
    names = surroundings(tree)
    candidates = units(tree, Effects(names, *_shown(tree, text, seen)), kept)
    while True:  # what shares a line with something that stays has to stay, and may need others
        going = left_out(tree, candidates, names, text.cell_of)
        shared = _lines_that_stay(tree, {unit.node for unit in going})
        candidates = [unit for unit in going if shared.isdisjoint(lines_of(unit.node))]
        if len(candidates) == len(going):
            return going


def _shown(tree: ast.Module, text: _Text, seen: Witness) -> tuple[frozenset[ast.expr], frozenset[ast.expr]]:
    """Return the expressions that cells end with and show, and those of them that gave a value.

    One with a `;` behind it is not shown, nor is one that gave nothing when its cell ran.
    """
    last = {text.cell_of(statement.lineno): statement for statement in tree.body}
    shown = {
        number: statement.value
        for number, statement in last.items()
        if isinstance(statement, ast.Expr) and not _is_silenced(statement, text) and number not in seen.silent
    }
    return frozenset(shown.values()), frozenset(shown[number] for number in seen.valued & shown.keys())


def _is_silenced(statement: ast.stmt, text: _Text) -> bool:
    line = text.lines[(statement.end_lineno or statement.lineno) - 1].text.encode()
    return line[statement.end_col_offset :].lstrip().startswith(b";")


def _lines_that_stay(node: ast.AST, out: set[ast.stmt]) -> set[int]:
    """Return the lines of all statements that stay; of a block only the lines of its head."""
    found: set[int] = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt) and child not in out:
            body = getattr(child, "body", None)
            lines = lines_of(child)
            found.update(range(lines.start, body[0].lineno) if isinstance(body, list) and body else lines)
            if isinstance(body, list) and body[0].lineno == child.lineno:
                found.add(child.lineno)
        if child not in out:
            found |= _lines_that_stay(child, out)
    return found
