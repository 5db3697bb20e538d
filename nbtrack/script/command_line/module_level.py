"""What of a notebook can stand at the top level of a module without a change of meaning.

That are the imports before anything that may have an effect, and functions and classes that use nothing but
these, builtins, and each other. All other names are global too, wherever they are set, so that what is moved
means the same: only the moment of its definition must not matter.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import NamedTuple

from nbtrack.script.evaluated import DEFINITIONS, evaluated, is_quiet, is_quiet_expression
from nbtrack.script.mentions import BUILTINS, mentioned, needed
from nbtrack.script.names import bound_names
from nbtrack.script.production.paragraphs import without
from nbtrack.script.statement_lines import lines_of, with_comments
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Cells = Mapping[int, Translated]


class Split(NamedTuple):
    """The lines that move to the top level, by cell; the cells without them; and the names that moved."""

    moved: dict[int, tuple[Line, ...]]
    cells: dict[int, Translated]
    names: frozenset[str]


class _Statement(NamedTuple):
    cell: int
    node: ast.stmt
    lines: range  # of the cell, from 1, with the comments right above

    @property
    def binds(self) -> set[str]:
        return bound_names(ast.Module([self.node], []))


def split(cells: Cells, kept: Iterable[str]) -> Split:
    """Part what can stand at the top level from what runs; names that are kept stay where they are."""
    statements = [one for number, cell in cells.items() for one in _statements(number, cell)]
    imports = _leading_imports(statements, set(kept))
    moved = {*imports, *_definitions(statements, imports, frozenset(kept))}
    names = frozenset(name for statement in moved for name in statement.binds)
    gone = {number: {at for one in moved if one.cell == number for at in one.lines} for number in cells}
    return Split(
        {number: _moved(cells[number], lines) for number, lines in gone.items() if lines},
        {n: without(cell, {at - 1 for at in gone[n]}) if gone[n] else cell for n, cell in cells.items()},
        names,
    )


def _statements(number: int, cell: Translated) -> list[_Statement]:
    texts = [line.text for line in cell.lines]
    return [_Statement(number, node, with_comments(lines_of(node), texts)) for node in cell.statements()]


def _leading_imports(statements: list[_Statement], kept: set[str]) -> list[_Statement]:
    found: list[_Statement] = []
    stayed: set[str] = set()
    for statement in statements:
        is_sure = not (stayed and _is_star(statement.node)) and (stayed | kept).isdisjoint(statement.binds)
        if _only_imports(statement.node) and is_sure:
            found.append(statement)
        elif has_no_effect(statement.node):
            stayed |= statement.binds
        else:
            break
    return _with_lines_of_their_own(found, statements)


def _is_star(node: ast.stmt) -> bool:
    return any(isinstance(one, ast.ImportFrom) and one.names[0].name == "*" for one in ast.walk(node))


def _only_imports(node: ast.stmt) -> bool:
    if isinstance(node, ast.Try):
        blocks = [*node.body, *node.orelse, *node.finalbody, *(s for h in node.handlers for s in h.body)]
        return all(_only_imports(one) or has_no_effect(one) for one in blocks)
    if isinstance(node, ast.ImportFrom):
        return not node.level
    return isinstance(node, ast.Import)


def has_no_effect(node: ast.stmt) -> bool:
    """Tell whether it makes no difference to imports on which side of a statement they stand."""
    if isinstance(node, DEFINITIONS):
        return is_quiet(node)
    if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        return is_quiet_expression(node.value)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _definitions(
    statements: list[_Statement], imports: list[_Statement], kept: frozenset[str]
) -> list[_Statement]:
    bound = Counter(name for statement in statements for name in statement.binds)
    star = any(_is_star(one.node) for one in statements)
    there = {name for statement in imports for name in statement.binds}
    found = [one for one in statements if _may_move(one, bound, kept)]
    found = _with_lines_of_their_own(found, statements)
    while True:
        names = there | {name for one in found for name in one.binds}
        fitting = [
            one
            for one in found
            if isinstance(one.node, DEFINITIONS)
            and needed(one.node) <= names
            and not _is_mentioned_before(one, statements, found, star)
        ]
        fitting = _evaluated_in_order(fitting, there)
        if len(fitting) == len(found):
            return found
        found = fitting


def _may_move(statement: _Statement, bound: Counter[str], kept: frozenset[str]) -> bool:
    node = statement.node
    if not isinstance(node, DEFINITIONS) or bound[node.name] != 1 or node.name in kept | BUILTINS:
        return False
    return not node.name.startswith("_nb_") and is_quiet(node)


def _is_mentioned_before(
    statement: _Statement, statements: list[_Statement], moving: list[_Statement], star: bool
) -> bool:
    """Tell whether something looks the name up that would not find it, or another thing, in the notebook."""
    before = statements[: statements.index(statement)]
    looking = before if star else [one for one in before if one not in moving]
    return any(not statement.binds.isdisjoint(mentioned(one.node)) for one in looking)


def _evaluated_in_order(found: list[_Statement], there: set[str]) -> list[_Statement]:
    """Leave out what is evaluated before the names are there that it looks up."""
    known = there | BUILTINS
    fitting: list[_Statement] = []
    for one in found:
        if isinstance(one.node, DEFINITIONS) and evaluated(one.node) <= known:
            fitting.append(one)
            known |= one.binds
    return fitting


def _with_lines_of_their_own(found: list[_Statement], statements: list[_Statement]) -> list[_Statement]:
    """Leave out what shares a line with something that stays."""
    stays = {(one.cell, line) for one in statements if one not in found for line in lines_of(one.node)}
    fitting = [one for one in found if not any((one.cell, line) in stays for line in one.lines)]
    return found if len(fitting) == len(found) else _with_lines_of_their_own(fitting, statements)


def _moved(cell: Translated, gone: set[int]) -> tuple[Line, ...]:
    """Return the lines that move, with an empty line where something stood between them."""
    lines: list[Line] = []
    for at in sorted(gone):
        if lines and at - 1 not in gone:
            lines.append(Line("", cell.lines[at - 2].origin))
        lines.append(cell.lines[at - 1])
    return tuple(lines)
