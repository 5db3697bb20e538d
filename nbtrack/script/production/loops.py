"""What loops only go through: `for x, ax in zip(xs, axes)` draws nothing by itself."""

from __future__ import annotations

import ast

from nbtrack.script.production.scopes import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def gone_through(statement: ast.stmt, without: Collection[ast.AST]) -> set[ast.AST]:
    """Return what the heads of loops hold whose names for it nothing uses, but for what is left out."""
    found: set[ast.AST] = set()
    for loop in ast.walk(statement):
        if isinstance(loop, ast.For) and loop not in without:
            used = set(_read(loop, without))
            for target, values in _pairs(loop):
                names = {part for part in ast.walk(target) if isinstance(part, ast.Name)}
                if used.isdisjoint(part.id for part in names):
                    found |= names | set(ast.walk(values))
    return found


def _read(loop: ast.For, without: Collection[ast.AST]) -> Iterator[str]:
    for inner in (*loop.body, *loop.orelse):
        for node in uses(inner, without):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node.id


def _pairs(loop: ast.For) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each part of the target with what its values come from, where the syntax tells."""
    target, values = loop.target, loop.iter
    called = values.func.id if isinstance(values, ast.Call) and isinstance(values.func, ast.Name) else ""
    if isinstance(target, ast.Tuple) and isinstance(values, ast.Call):
        if called == "zip" and len(target.elts) == len(values.args):
            yield from zip(target.elts, values.args, strict=True)
            return
        if called == "enumerate" and len(target.elts) == 2:
            yield target.elts[1], values.args[0]
            return
    yield target, values
