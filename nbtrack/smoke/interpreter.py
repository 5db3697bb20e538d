"""Find the interpreter that a notebook's project is meant to run with."""

from __future__ import annotations

import os
import sys

from nbtrack.project import ancestors, checkout_above, find_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import NamedTuple
else:
    from nbtrack.values import NamedTuple

_FOLDERS = (".venv", "venv")
_VARIABLES = ("VIRTUAL_ENV", "CONDA_PREFIX")


class Interpreter(NamedTuple):
    """The path of an interpreter, and where it was found, in words."""

    path: str
    why: str


def find_interpreter(given: str | None, folder: str, variables: Mapping[str, str]) -> Interpreter:
    """Return the interpreter that was given, else the project's, the active environment's, or this one.

    The project's own environment comes first: in a hook the active one is the hook's.
    """
    if given:
        path = os.path.abspath(given) if os.sep in given else given
        return Interpreter(path, "given")
    return next(_found(folder, variables), Interpreter(sys.executable, "the one that runs nbtrack"))


def _found(folder: str, variables: Mapping[str, str]) -> Iterator[Interpreter]:
    for above in _folders(folder):
        for name in _FOLDERS:
            path = _python_in(os.path.join(above, name))
            if path:
                yield Interpreter(path, f"the project's {name}")
    for name in _VARIABLES:
        path = _python_in(variables.get(name, ""))
        if path:
            yield Interpreter(path, f"{name} names it")


def _folders(folder: str) -> Iterator[str]:
    """Yield the folders from the notebook's up to its repository's root, or its project's."""
    above = ancestors(folder)
    root = checkout_above(folder) or find_root(folder)
    for each in above:
        yield each
        if each == root:
            return


def _python_in(environment: str) -> str:
    for parts in (("bin", "python"), ("Scripts", "python.exe")):
        path = os.path.join(environment, *parts)
        if environment and os.access(path, os.X_OK):
            return path
    return ""
