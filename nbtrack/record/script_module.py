"""The file of a module that is run by its name, as `python -m` finds it."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

from nbtrack.errors import RunError
from nbtrack.project import find_root

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAIN = "__main__"


def module_file(name: str, folder: str) -> str:
    """Return the file of the project that `python -m NAME` runs in a folder; raises RunError.

    Packages on the way to it are not imported, which would run their code.
    """
    path = _found(name, [os.path.abspath(folder), *sys.path])
    if path is None:
        raise RunError(
            f"there is no module {name} in {os.path.abspath(folder)}, nor where Python looks",
            hint="-m takes names such as project.train, from the folder that you are in; "
            "of a package it runs __main__.py",
        )
    if os.path.relpath(path, find_root(folder)).startswith(os.pardir):
        raise RunError(
            f"the module {name} is {path}, which is not of this project",
            hint="an experiment is a notebook or script of your own; give that",
        )
    return os.path.relpath(path)


def _found(name: str, places: Sequence[str] | None) -> str | None:
    """Look a name up, part by part; of a package it is the file that is run."""
    *packages, last = name.split(".")
    for package in packages:
        spec = PathFinder.find_spec(package, places)
        if spec is None or spec.submodule_search_locations is None:
            return None
        places = list(spec.submodule_search_locations)
    spec = PathFinder.find_spec(last, places)
    if spec is None:
        return None
    if spec.submodule_search_locations is not None:
        return _found(_MAIN, list(spec.submodule_search_locations))
    return spec.origin if spec.origin and spec.origin.endswith(".py") else None
