"""A module that definitions move to: what it has, and its text with more."""

from __future__ import annotations

import ast
from typing import NamedTuple

from nbtrack.errors import ScriptError
from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.moving.imports import Import, imports_in, statements
from nbtrack.script.names import bound_names
from nbtrack.script.statement_lines import lines_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Module(NamedTuple):
    """A module by its path and dotted name; `text` is empty where it does not exist yet."""

    path: str
    name: str
    text: str
    body: tuple[ast.stmt, ...] = ()

    @property
    def imports(self) -> dict[str, Import]:
        """Return what it imports, by name."""
        return {one.name: one for node in self.body for one in imports_in(node)}

    @property
    def names(self) -> set[str]:
        """Return the names that it binds."""
        return bound_names(ast.Module(list(self.body), []))

    @property
    def features(self) -> set[str]:
        """Return the features of `__future__` that hold in it."""
        future = (n for n in self.body if isinstance(n, ast.ImportFrom) and n.module == "__future__")
        return {alias.name for node in future for alias in node.names}


def module_of(path: str, name: str, present_b: bytes | None) -> Module:
    """Return a module as it is; raises ScriptError where it cannot be read, and so not be added to."""
    try:
        text = (present_b or b"").decode("utf-8")
        return Module(path, name, text, tuple(tree(text).body))
    except UnicodeDecodeError:
        raise ScriptError(f"{path} is not UTF-8, so nothing can be added to it") from None
    except NotPython as error:
        raise ScriptError(
            f"{path} is not valid Python, so nothing can be added to it: {error.reason}",
            hint="mend it first, or choose another package",
        ) from None


def with_more(
    module: Module, heading: str, features: Sequence[str], imports: Sequence[Import], texts: Sequence[str]
) -> str:
    """Return the text of the module with imports behind those that it has, and definitions at its end."""
    lacking = [one for one in imports if module.imports.get(one.name) != one]
    new = "\n".join(statements(lacking))
    definitions = "\n\n\n".join(texts)
    if not module.text.strip():
        future = f"from __future__ import {', '.join(features)}" if features else ""
        head = "\n\n".join(filter(None, (f'"""{heading}"""', future, new)))
        return f"{head}\n\n\n{definitions}\n"
    lines = module.text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if new:
        at = _behind_imports(module.body)
        before = [] if at and _is_import(module.body, at) else [""] if at else []
        after = [] if at else ["", ""]
        at = at or _before_first(module.body, lines)
        lines[at:at] = [*before, *new.split("\n"), *after]
    newline = "\r\n" if "\r\n" in module.text else "\n"
    return newline.join([*lines, "", "", *definitions.split("\n"), ""])


def _is_import(body: Sequence[ast.stmt], line: int) -> bool:
    return any(isinstance(node, (ast.Import, ast.ImportFrom)) and node.end_lineno == line for node in body)


def _before_first(body: Sequence[ast.stmt], lines: list[str]) -> int:
    """Return the number of lines above the first statement and the comments on it; a heading stays on top."""
    first = lines_of(body[0]).start - 1 if body else len(lines)
    at = first
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return at or first


def _behind_imports(body: Sequence[ast.stmt]) -> int:
    """Return the number of lines up to the end of the docstring and the imports at the top."""
    at = 0
    for index, node in enumerate(body):
        is_docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        at = node.end_lineno or at
    return at
