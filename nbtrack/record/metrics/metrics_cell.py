"""Metrics without a word of nbtrack in the notebook: numbers that cells tagged `metrics` assign."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.parameters.declared import without_magics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Cell

TAG = "metrics"
_RUN_PYTHON = ("%%time\n", "%%capture")  # of cell magics: those whose names are the notebook's afterwards


def question(cell: Cell) -> str | None:
    """Return a Python expression that gives the numbers of a tagged cell as JSON, None where it has none."""
    names = names_of(cell)
    if not names:
        return None
    looked_up = ", ".join(f"{name!r}: globals().get({name!r})" for name in names)
    numbers = f"(lambda names: exec({_NUMBERS!r}, names) or names['numbers'])({{}})"
    return f"__import__('json').dumps({numbers}({{{looked_up}}}))"


def names_of(cell: Cell) -> tuple[str, ...]:
    """Return the names that a tagged cell assigns, none for any other cell."""
    return _assigned(cell.source) if TAG in cell.tags else ()


def read_answer(answer: str | None) -> dict[str, float]:
    """Return the metrics by name out of the kernel's answer."""
    try:
        found: Any = json.loads(ast.literal_eval(answer or ""))
    except (ValueError, SyntaxError, TypeError):
        return {}
    return {str(name): float(value) for name, value in found} if isinstance(found, list) else {}


# Runs in the kernel: NumPy's and torch's numbers become floats, a dict gives a metric for each number in it.
# What only looks like a number, as a class does, or an int that no float holds, costs the others nothing.
_NUMBERS = """
def numbers(found):
    flat = [(name, value) for name, value in found.items() if not isinstance(value, dict)]
    for outer, inner in found.items():
        if isinstance(inner, dict):
            flat += [(f'{outer}.{name}', value) for name, value in inner.items()]
    return [(name, number) for name, value in flat for number in floats(value)]

def floats(value):
    try:
        size = value.numel() if hasattr(value, 'numel') else getattr(value, 'size', 1)
        return [float(value)] if hasattr(value, '__float__') and size == 1 else []
    except Exception:
        return []
"""


def _assigned(source: str) -> tuple[str, ...]:
    if source.startswith("%%") and not source.startswith(_RUN_PYTHON):
        return ()
    try:
        body = ast.parse(without_magics(source)).body
    except (SyntaxError, ValueError, RecursionError):
        return ()
    targets = (target for statement in body for target in _targets(statement))
    return tuple(dict.fromkeys(name for target in targets for name in _names(target)))


def _targets(statement: ast.stmt) -> Iterable[ast.expr]:
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) else ()


def _names(target: ast.expr) -> Iterable[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    return (
        [name for e in target.elts for name in _names(e)] if isinstance(target, (ast.Tuple, ast.List)) else ()
    )
