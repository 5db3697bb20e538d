"""Calls that give something else each time they are made: random numbers, the time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nbtrack.rules.execution.randomness import LIBRARIES
from nbtrack.rules.python.nodes import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Node = Any  # an ast.AST, whose attributes depend on its class

TIME = "time"
ADDRESS, VARIABLE = "address", "environment"  # the first words for what code looks at outside of the run
_ADDRESS = re.compile(r"((?:https?|ftp)://)(?:[^\s/@?#]*@)?([^\s?#@]+)(?:[?#]\S*)?")
_CHANCE = "chance"  # which nothing seeds
_UNSEEDED = frozenset(("os.urandom", "random.SystemRandom", "uuid.uuid1", "uuid.uuid4"))
_CLOCKS = frozenset(
    (
        *("datetime.datetime.now", "datetime.datetime.today"),
        *("datetime.datetime.utcnow", "datetime.date.today"),
        *("pandas.Timestamp.now", "pandas.Timestamp.today", "time.ctime", "time.localtime", "time.monotonic"),
        *("time.perf_counter", "time.perf_counter_ns", "time.process_time", "time.strftime", "time.time"),
        *("time.time_ns",),
    )
)


def resolved(name: str, aliases: Mapping[str, str]) -> str:
    """Return a dotted name with the module that its first part was imported from."""
    first, dot, rest = name.partition(".")
    return f"{aliases.get(first, first)}{dot}{rest}"


def aliases_in(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, with what they are called in full."""
    kind = type(node).__name__
    if kind == "ImportFrom" and node.module and not node.level:
        for one in node.names:
            yield one.asname or one.name, f"{node.module}.{one.name}"
    elif kind == "Import":
        yield from ((one.asname, one.name) for one in node.names if one.asname)


def draws_in(node: Node, name: str, full: str) -> Iterator[tuple[str, str]]:
    """Yield (library, call) for a call of a name, which `full` says with its module."""
    for library in LIBRARIES:
        if library.draws(full, node, set()):
            yield library.name, name
    if full in _CLOCKS:
        yield TIME, name
    if full in _UNSEEDED or full.startswith("secrets."):
        yield _CHANCE, name
    if _is_sample(node, full):
        yield "numpy", name  # whose generator pandas draws from


def looks_in(node: Node, full: str) -> Iterator[tuple[str, str]]:
    """Yield (what, name) for an address that a text spells, and for an environment variable that is read.

    An address comes as it is recorded: without user, password and query.
    """
    kind = type(node).__name__
    if kind == "Constant" and isinstance(node.value, str) and (match := _ADDRESS.fullmatch(node.value)):
        yield ADDRESS, match[1] + match[2]
    elif kind == "Call" and full in ("os.getenv", "os.environ.get") and node.args:
        yield from _variable(node.args[0])
    elif kind == "Subscript" and dotted_name(node.value) == "os.environ" and _is_load(node):
        yield from _variable(node.slice)


def _is_load(node: Node) -> bool:
    return type(node.ctx).__name__ == "Load"


def _variable(name: Node) -> Iterator[tuple[str, str]]:
    if type(name).__name__ == "Constant" and isinstance(name.value, str):
        yield VARIABLE, name.value


def _is_sample(node: Node, full: str) -> bool:
    """Tell whether a call is that of a data frame: `random.sample` takes what it draws from, and how many."""
    if not full.endswith(".sample") or len(node.args) > 1:
        return False
    named = {keyword.arg for keyword in node.keywords}
    return bool(node.args or named & {"n", "frac"}) and not named & {"random_state", None, "k"}
