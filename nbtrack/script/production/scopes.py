"""Which names a statement uses that are not those of a function or comprehension in it."""

from __future__ import annotations

import ast

from nbtrack.script.names import bound_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def uses(
    node: ast.AST, without: Collection[ast.AST] = (), own: frozenset[str] = frozenset()
) -> Iterator[ast.AST]:
    """Yield a node and all below it, outside of some; no names that are read and belong to a scope in it."""
    if node in without or (isinstance(node, ast.Name) and node.id in own and isinstance(node.ctx, ast.Load)):
        return
    yield node
    inner = own | _own_names(node)
    around = _evaluated_around(node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.arguments, ast.comprehension)):
            for part in ast.iter_child_nodes(child):
                yield from uses(part, without, own if part in around else inner)
        else:
            yield from uses(child, without, own if child in around else inner)


def _own_names(node: ast.AST) -> frozenset[str]:
    if isinstance(node, _COMPREHENSIONS):
        targets = (generator.target for generator in node.generators)
        return frozenset(
            part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)
        )
    if not isinstance(node, FUNCTIONS):
        return frozenset()
    arguments = {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
    if isinstance(node, ast.Lambda):
        return frozenset(arguments)
    body = ast.Module(node.body, [])
    shared = {
        name for part in ast.walk(body) if isinstance(part, (ast.Global, ast.Nonlocal)) for name in part.names
    }
    return frozenset(arguments | bound_names(body)) - shared


def _evaluated_around(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a scope that are evaluated outside of it: decorators, defaults, the first rows."""
    if isinstance(node, _COMPREHENSIONS):
        return [node.generators[0].iter]
    if isinstance(node, FUNCTIONS):
        decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
        return [*decorators, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    return []
