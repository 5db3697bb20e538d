"""Statements and patterns whose parts run in another order than they are written, or that bind names."""

from __future__ import annotations

from nbtrack.rules.python.bindings import bindings, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.walk import Handlers, Walk

    Node = Any

_REACHES_IN = ("__main__", "builtins", "__builtin__")
_CATCHES_NAME_ERROR = frozenset(("NameError", "Exception", "BaseException"))


def _name(walk: Walk, node: Node) -> None:
    context = type(node.ctx).__name__
    if context == "Store":
        walk.bind(node.id)
    elif context == "Del":
        walk.delete(node.id, node)
    else:
        walk.read(node.id, node)


def _assign(walk: Walk, node: Node) -> None:
    walk.visit(node.value)
    walk.walk(node.targets)


def _augmented_assign(walk: Walk, node: Node) -> None:
    if type(node.target).__name__ == "Name":  # it must be there, so that nothing new is defined
        walk.read(node.target.id, node.target)
        walk.visit(node.value)
        if walk.names.has(node.target.id):
            walk.bind(node.target.id)
    else:
        walk.visit(node.target)
        walk.visit(node.value)


def _annotated_assign(walk: Walk, node: Node) -> None:
    if walk.scope is None or walk.scope.is_class:  # in a function it is never evaluated
        walk.put_off_annotation(node.annotation)
    if node.value is not None:
        walk.visit(node.value)
        walk.visit(node.target)
    elif type(node.target).__name__ != "Name":
        walk.visit(node.target)


def _named_expression(walk: Walk, node: Node) -> None:
    walk.visit(node.value)
    walk.bind(node.target.id)


def _for(walk: Walk, node: Node) -> None:
    walk.visit(node.iter)
    walk.visit(node.target)
    _loop(walk, node)


def _while(walk: Walk, node: Node) -> None:
    walk.visit(node.test)
    _loop(walk, node)


def _loop(walk: Walk, node: Node) -> None:
    for name in bindings(node.body).names:  # the first round may skip what a later one needs
        walk.bind(name)
    walk.block([*node.body, *node.orelse])


def _if(walk: Walk, node: Node) -> None:
    walk.visit(node.test)
    if type(node.test).__name__ == "Constant" and not node.test.value:  # `if False:` switches code off
        for name in bindings(node.body).names:
            walk.bind(name)
    else:
        walk.block(node.body)
    walk.block(node.orelse)


def _with(walk: Walk, node: Node) -> None:
    for item in node.items:
        walk.visit(item.context_expr)
        if item.optional_vars is not None:
            walk.visit(item.optional_vars)
    expected = any(_suppresses(item.context_expr) for item in node.items)
    walk.guarded += expected
    walk.block(node.body)
    walk.guarded -= expected


def _try(walk: Walk, node: Node) -> None:
    expected = any(handler.type is None or _names_an_error(handler.type) for handler in node.handlers)
    walk.guarded += expected
    walk.block(node.body)
    walk.guarded -= expected
    walk.block([*node.handlers, *node.orelse, *node.finalbody])


def _except_handler(walk: Walk, node: Node) -> None:
    if node.type is not None:
        walk.visit(node.type)
    if node.name:
        walk.bind(node.name)
    walk.walk(node.body)


def _suppresses(node: Node) -> bool:
    """Tell whether it is `suppress(NameError)`, or `pytest.raises(NameError)`."""
    return type(node).__name__ == "Call" and any(map(_names_an_error, node.args))


def _names_an_error(node: Node) -> bool:
    return any(getattr(part, "id", None) in _CATCHES_NAME_ERROR for part in (node, *children(node)))


def _import(walk: Walk, node: Node) -> None:
    for alias in node.names:
        if alias.name in _REACHES_IN:  # whose attributes are names of every cell
            walk.names.hide(walk.cell.number)
        walk.bind(alias.asname or alias.name.partition(".")[0])


def _import_from(walk: Walk, node: Node) -> None:
    if node.module == "__future__" and any(alias.name == "annotations" for alias in node.names):
        walk.names.annotations_run = False  # in this cell and, as IPython keeps such flags, in all below
    if node.module == "six":
        walk.names.is_ported = True
    for alias in node.names:
        if alias.name == "*":
            walk.names.hide(walk.cell.number)
        else:
            walk.bind(alias.asname or alias.name)


def _match_as(walk: Walk, node: Node) -> None:
    walk.walk(children(node))
    if node.name:
        walk.bind(node.name)


def _match_mapping(walk: Walk, node: Node) -> None:
    walk.walk(children(node))
    if node.rest:
        walk.bind(node.rest)


STATEMENTS: Handlers = {
    "AnnAssign": _annotated_assign,
    "Assign": _assign,
    "AsyncFor": _for,
    "AsyncWith": _with,
    "AugAssign": _augmented_assign,
    "ExceptHandler": _except_handler,
    "For": _for,
    "If": _if,
    "Import": _import,
    "ImportFrom": _import_from,
    "MatchAs": _match_as,
    "MatchMapping": _match_mapping,
    "MatchStar": _match_as,
    "Name": _name,
    "NamedExpr": _named_expression,
    "Try": _try,
    "TryStar": _try,
    "While": _while,
    "With": _with,
}
