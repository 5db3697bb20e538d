"""Other names of what makes a notebook's parameters, as after `from datetime import datetime as dt`."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from nbtrack.notebook.parameters.kinds import DATES, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nbtrack.notebook.parameters.kinds import Kind


def aliases_in(sources: Iterable[str]) -> dict[str, str]:
    """Return the names of well-known constructors by those that they were imported as."""
    return {
        alias.asname: alias.name
        for source in sources
        if " as " in source
        for alias in _imported(source)
        if alias.asname and alias.asname != alias.name and alias.name in WRAPPERS | DATES
    }


def _imported(source: str) -> Iterator[ast.alias]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for statement in body:
        if isinstance(statement, ast.ImportFrom):
            yield from statement.names


class UnderOwnNames(ast.NodeTransformer):
    """Make `dt` into `dt.datetime`: the last name tells what it is, the first how it is spelled."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put the name that the constructor has where it comes from behind an alias of it."""
        if node.id not in self._aliases or not isinstance(node.ctx, ast.Load):
            return node
        return ast.copy_location(ast.Attribute(node, self._aliases[node.id], ast.Load()), node)


def as_spelled(kind: Kind, aliases: Mapping[str, str]) -> Kind:
    """Return a kind with its wrapper as the notebook can call it, `dt.datetime` as `dt`."""
    items = as_spelled(kind.items, aliases) if kind.items else None
    alias, *rest = kind.wrapper.split(".") if kind.wrapper else ("",)
    wrapper = ".".join((alias, *rest[1:])) if alias in aliases else kind.wrapper
    return replace(kind, items=items, wrapper=wrapper)
