"""The imports of a notebook or module, by the names that they bind."""

from __future__ import annotations

import ast
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


_WIDTH = 100


class Import(NamedTuple):
    """One name that is imported: `import module as name`, or `from module import name`."""

    module: str
    what: str | None
    alias: str | None

    @property
    def name(self) -> str:
        """Return the name that it binds."""
        return self.alias or self.what or self.module.partition(".")[0]

    @property
    def text(self) -> str:
        """Return the statement."""
        renamed = f" as {self.alias}" if self.alias else ""
        return (
            f"from {self.module} import {self.what}{renamed}"
            if self.what
            else f"import {self.module}{renamed}"
        )


def imports_in(node: ast.stmt) -> list[Import]:
    """Return what a statement imports; nothing for one that imports all names, or from a relative module."""
    if isinstance(node, ast.Import):
        return [Import(alias.name, None, alias.asname) for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module and node.module != "__future__":
        return [Import(node.module, alias.name, alias.asname) for alias in node.names if alias.name != "*"]
    return []


def statements(imports: Iterable[Import]) -> list[str]:
    """Return the statements that import all of these, those of the same module together."""
    groups: dict[tuple[str, bool], list[Import]] = {}
    for one in dict.fromkeys(imports):
        key = (one.module if one.what else one.text, bool(one.what))
        groups.setdefault(key, []).append(one)
    return [_from(module, group) if is_from else module for (module, is_from), group in groups.items()]


def _from(module: str, group: list[Import]) -> str:
    names = ", ".join(f"{one.what} as {one.alias}" if one.alias else one.what or "" for one in group)
    line = f"from {module} import {names}"
    if len(line) <= _WIDTH:
        return line
    below = names.replace(", ", ",\n    ")
    return f"from {module} import (\n    {below},\n)"
