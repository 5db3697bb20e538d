"""What one statement at the top level of a cell needs, defines and may change, told from its syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.why.draws import draws_in, looks_in, resolved
from nbtrack.rules.execution.randomness import seeded_by
from nbtrack.rules.python.bindings import bindings, children
from nbtrack.rules.python.nodes import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Node = Any  # an ast.AST, whose attributes depend on its class

_FUNCTIONS = frozenset(("FunctionDef", "AsyncFunctionDef", "Lambda"))
_SURE = frozenset(("Assign", "AnnAssign", "FunctionDef", "AsyncFunctionDef", "ClassDef"))
_IMPORTS = frozenset(("Import", "ImportFrom"))


class Statement(NamedTuple):
    """The names that a statement reads, binds, and whose objects it may change.

    `later` are names that a function it defines reads when it is called. `settles` tells that the names
    bound hold nothing of what they held. `draws` are calls that give another result each time, as (library,
    call), and `looks` what it looks at outside of the run, as (what, name).
    """

    uses: frozenset[str]
    binds: frozenset[str]
    touches: frozenset[str]
    later: frozenset[str]
    imports: frozenset[str]
    draws: tuple[tuple[str, str], ...]
    seeds: frozenset[str]
    settles: bool
    looks: frozenset[tuple[str, str]] = frozenset()


def read_statement(node: Node, aliases: Mapping[str, str] = {}) -> Statement:
    """Return what a statement does with names; `aliases` say what those that were imported are in full."""
    kind = type(node).__name__
    found = list(_nodes(node))
    calls = [(call, _called(call.func)) for call, _ in found if type(call).__name__ == "Call"]
    own = _for_itself([inner for inner, _ in found])
    now = {inner.id for inner, is_later in found if _is_read(inner) and not is_later} - own
    later = {inner.id for inner, is_later in found if _is_read(inner) and is_later} - own
    bound = bindings([node])
    return Statement(
        uses=frozenset(now),
        binds=frozenset(bound.names | bound.globals),
        touches=frozenset(filter(None, (_touched(inner) for inner, _ in found))) | _given_away(node),
        later=frozenset(later - _local(node)),
        imports=frozenset(bound.names) if kind in _IMPORTS else frozenset(),
        draws=tuple(draw for call, name in calls for draw in draws_in(call, name, resolved(name, aliases))),
        looks=frozenset(_looks(found, aliases)),
        seeds=frozenset(library for _, name in calls for library in seeded_by(resolved(name, aliases))),
        settles=kind in _SURE or kind in _IMPORTS,
    )


def _looks(found: list[tuple[Node, bool]], aliases: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node, _ in found:
        yield from looks_in(node, resolved(_called(node.func), aliases) if hasattr(node, "func") else "")


def _nodes(node: Node) -> Iterator[tuple[Node, bool]]:
    """Yield the nodes of a statement, and whether each runs only when a function is called."""
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:  # no recursion: a sum of hundreds of terms is as deep
        current, is_later = stack.pop()
        yield current, is_later
        below = is_later or type(current).__name__ in _FUNCTIONS
        stack.extend((child, below) for child in children(current))


def _is_read(node: Node) -> bool:
    return type(node).__name__ == "Name" and type(node.ctx).__name__ == "Load"


def _for_itself(found: list[Node]) -> set[str]:
    """Return the names that loops, comprehensions and `with` give to what they work on."""
    targets: list[Node] = []
    for node in found:
        kind = type(node).__name__
        if kind in ("For", "AsyncFor", "comprehension"):
            targets.append(node.target)
        elif kind == "withitem" and node.optional_vars is not None:
            targets.append(node.optional_vars)
    return {inner.id for target in targets for inner, _ in _nodes(target) if hasattr(inner, "id")}


def _local(node: Node) -> set[str]:
    """Return the names that functions in a statement have for themselves."""
    found: set[str] = set()
    for inner, _ in _nodes(node):
        if type(inner).__name__ in _FUNCTIONS:
            body = inner.body if isinstance(inner.body, list) else [inner.body]
            found |= bindings(body).names
            found |= {arg.arg for arg, _ in _nodes(inner.args) if type(arg).__name__ == "arg"}
    return found


def _touched(node: Node) -> str:
    """Return the name whose object a method call, an item or an attribute assigned may change."""
    kind = type(node).__name__
    if kind == "Call" and type(node.func).__name__ == "Attribute":
        return _root(node.func)
    is_stored = type(getattr(node, "ctx", None)).__name__ in ("Store", "Del")
    return _root(node) if kind in ("Attribute", "Subscript") and is_stored else ""


def _given_away(node: Node) -> frozenset[str]:
    """Return the names given to a call whose result nobody takes: it is called for what it changes."""
    call: Node = getattr(node, "value", None)
    if type(node).__name__ != "Expr" or type(call).__name__ != "Call" or _is_show(call):
        return frozenset()
    return frozenset(argument.id for argument in call.args if type(argument).__name__ == "Name")


def _is_show(call: Node) -> bool:
    return getattr(call.func, "id", "") in ("print", "display")


def _root(node: Node) -> str:
    while hasattr(node, "value") and type(node).__name__ in ("Attribute", "Subscript"):
        node = node.value
    return getattr(node, "id", "")


def _called(func: Node) -> str:
    """Return the name of what is called, of what an expression gives the method's with a dot in front."""
    return dotted_name(func) or (f".{func.attr}" if hasattr(func, "attr") else "")
