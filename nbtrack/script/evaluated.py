"""What a definition evaluates where it stands: decorators, defaults, annotations, the body of a class."""

from __future__ import annotations

import ast

from nbtrack.script.names import bound_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Called where a definition stands, these neither change anything nor depend on when that happens.
_QUIET_CALLS = frozenset((
    "bool", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "property", "range",
    "set", "str", "tuple", "field", "auto", "TypeVar", "Path", "compile", "partial", "Decimal", "Fraction",
    "timedelta",
))  # fmt: skip
_QUIET_DECORATORS = frozenset((
    "abstractmethod", "cache", "cached_property", "classmethod", "contextmanager", "asynccontextmanager",
    "dataclass", "final", "jit", "lru_cache", "njit", "no_grad", "overload", "override", "property", "setter",
    "getter", "deleter", "singledispatch", "staticmethod", "total_ordering", "unique", "vectorize", "vmap",
    "wraps", "inference_mode", "recorded", "guvectorize",
))  # fmt: skip


def is_quiet(definition: Definition) -> bool:
    """Tell whether it makes no difference when the definition is evaluated, if its names are there."""
    if not all(_is_quiet_decorator(one) for one in definition.decorator_list):
        return False
    if not isinstance(definition, ast.ClassDef):
        return all(map(is_quiet_expression, expressions(definition)))
    heads = (*definition.bases, *(keyword.value for keyword in definition.keywords))
    return all(map(is_quiet_expression, heads)) and all(map(_is_quiet_statement, definition.body))


def evaluated(definition: Definition) -> set[str]:
    """Return the names of the module that the definition looks up where it stands."""
    found = _loaded(definition.decorator_list)
    if not isinstance(definition, ast.ClassDef):
        return found | _loaded(expressions(definition))
    found |= _loaded([*definition.bases, *(keyword.value for keyword in definition.keywords)])
    own: set[str] = set()  # `epochs = epochs` takes the module's: a name is the class's only from here on
    for statement in definition.body:
        inner = evaluated(statement) if isinstance(statement, DEFINITIONS) else _loaded([statement])
        found |= inner - own
        own |= bound_names(ast.Module([statement], []))
    return found


def _loaded(nodes: Iterable[ast.AST]) -> set[str]:
    inner = (one for node in nodes for one in ast.walk(node))
    return {one.id for one in inner if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


def expressions(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """Return the defaults and annotations of a function."""
    given = function.args
    defaults = [*given.defaults, *(default for default in given.kw_defaults if default)]
    every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
    annotations = [one.annotation for one in every if one and one.annotation]
    return [*defaults, *annotations, *([function.returns] if function.returns else [])]


def _is_quiet_decorator(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    arguments = [*node.args, *(one.value for one in node.keywords)] if isinstance(node, ast.Call) else []
    return _name(called) in _QUIET_DECORATORS and all(map(is_quiet_expression, arguments))


def is_quiet_expression(node: ast.expr) -> bool:
    """Tell whether it makes no difference when an expression is evaluated, if its names are there."""
    calls = (inner for inner in _outside_lambdas(node) if isinstance(inner, (ast.Call, ast.NamedExpr)))
    return all(isinstance(call, ast.Call) and _name(call.func) in _QUIET_CALLS for call in calls)


def _outside_lambdas(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _outside_lambdas(child)


def _is_quiet_statement(node: ast.stmt) -> bool:
    if isinstance(node, DEFINITIONS):
        return is_quiet(node)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(isinstance(target, ast.Name) for target in targets) and (
            node.value is None or is_quiet_expression(node.value)
        )
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
