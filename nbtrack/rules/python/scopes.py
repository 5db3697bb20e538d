"""Functions, classes and comprehensions: what has names of its own."""

from __future__ import annotations

from nbtrack.rules.python.bindings import bindings
from nbtrack.rules.python.walk import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.rules.python.walk import Handlers, Walk

    Node = Any


def _function(walk: Walk, node: Node) -> None:
    walk.walk([*node.decorator_list, *_defaults(node.args)])
    outer = walk.scope
    walk.scope = _with_type_parameters(walk, node)
    for annotation in (*(each.annotation for each in _parameters(node.args)), node.returns):
        walk.put_off_annotation(annotation)
    walk.scope = outer
    walk.bind(node.name)
    walk.put_off(node.body, _function_scope(walk, node, node.body))


def _lambda(walk: Walk, node: Node) -> None:
    walk.walk(_defaults(node.args))
    walk.put_off([node.body], _function_scope(walk, node, [node.body]))


def _function_scope(walk: Walk, node: Node, body: list[Node]) -> Scope:
    found = bindings(body)
    for name in found.globals:  # calling the function defines it
        walk.names.define(name, walk.cell.number)
    parameters = [argument.arg for argument in _parameters(node.args)]
    return Scope([*parameters, *_type_parameters(node), *found.names], walk.scope)


def _defaults(arguments: Node) -> list[Node]:
    """Return what runs when a function is defined."""
    return [default for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None]


def _class(walk: Walk, node: Node) -> None:
    walk.walk(node.decorator_list)
    outer = walk.scope
    walk.scope = _with_type_parameters(walk, node)
    walk.walk([*node.bases, *node.keywords])
    walk.scope = Scope((), walk.scope, is_class=True)
    walk.walk(node.body)
    walk.scope = outer
    for name in bindings(node.body).globals:
        walk.names.define(name, walk.cell.number)
    walk.bind(node.name)


def _comprehension(walk: Walk, node: Node) -> None:
    first, *others = node.generators
    walk.visit(first.iter)  # the one part that runs outside
    outer = walk.scope
    for name in bindings([node]).names:  # by `:=`
        walk.bind(name)
    walk.scope = Scope((), outer)
    walk.visit(first.target)
    walk.walk(first.ifs)
    for generator in others:
        walk.visit(generator.iter)
        walk.visit(generator.target)
        walk.walk(generator.ifs)
    made = [node.key, node.value] if type(node).__name__ == "DictComp" else [node.elt]
    walk.walk([part for part in made if part is not None])  # no value in `{**each for each in all}`
    walk.scope = outer


def _type_alias(walk: Walk, node: Node) -> None:
    walk.bind(node.name.id)
    walk.put_off(node.value, Scope(_type_parameters(node), walk.scope))


def _with_type_parameters(walk: Walk, node: Node) -> Scope | None:
    """Return a scope that sees what the one around it sees, even where that is a class."""
    parameters, outer = _type_parameters(node), walk.scope
    if not parameters:
        return outer
    return Scope([*parameters, *(outer.names if outer else ())], outer)


def _parameters(arguments: Node) -> list[Node]:
    several = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return several + [a for a in (arguments.vararg, arguments.kwarg) if a is not None]


def _type_parameters(node: Node) -> list[str]:
    return [parameter.name for parameter in getattr(node, "type_params", ())]


SCOPES: Handlers = {
    "AsyncFunctionDef": _function,
    "ClassDef": _class,
    "DictComp": _comprehension,
    "FunctionDef": _function,
    "GeneratorExp": _comprehension,
    "Lambda": _lambda,
    "ListComp": _comprehension,
    "SetComp": _comprehension,
    "TypeAlias": _type_alias,
}
