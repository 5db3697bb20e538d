"""Where a package is, or will be, and which of its modules code of a notebook goes to."""

from __future__ import annotations

import keyword
import os
import re
import sys
from typing import NamedTuple

from nbtrack.errors import UsageError
from nbtrack.project import find_root


class Place(NamedTuple):
    """A module by its path and its dotted name; `missing` are the files that make its folders packages."""

    folder: str
    module: str
    name: str
    missing: tuple[str, ...]
    is_beside: bool

    @property
    def is_new(self) -> bool:
        """Tell whether nothing of the package is there yet."""
        return len(self.missing) == self.name.count(".")


def place_of(notebook: str, package: str) -> Place:
    """Return the module for a notebook's code; raises UsageError for what cannot be a package.

    A package that the project has, at its root or below `src`, is taken; a new one begins beside the
    notebook, from where a kernel imports it without being told.
    """
    parts = package.split(".")
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise UsageError(f"{package!r} is no name of a package", hint="as in --modules churn.features")
    if parts[0] in sys.stdlib_module_names:
        raise UsageError(f"{parts[0]} is a module of Python's own", hint="choose another name")
    beside = os.path.dirname(notebook)
    root = os.path.relpath(find_root(notebook))
    root = "" if root == os.curdir else root
    bases = (beside, os.path.join(root, "src"), root)
    base = next((one for one in bases if os.path.isdir(os.path.join(one, parts[0]))), beside)
    if os.path.isfile(os.path.join(base, f"{parts[0]}.py")):
        raise UsageError(
            f"{os.path.join(base, parts[0])}.py is a module, not a package", hint="choose another"
        )
    folder = os.path.join(base, *parts)
    module = _module_name(notebook)
    return Place(
        folder,
        os.path.join(folder, f"{module}.py"),
        f"{package}.{module}",
        tuple(_missing(base, parts)),
        os.path.abspath(base) == os.path.abspath(beside),
    )


def _module_name(notebook: str) -> str:
    """Return the notebook's name as one of a module: `2. Train model.ipynb` is `train_model`."""
    stem = os.path.splitext(os.path.basename(notebook))[0]
    name = re.sub(r"\W+", "_", stem).strip("_").lower()
    name = name.lstrip("0123456789_") or f"notebook_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def _missing(base: str, parts: list[str]) -> list[str]:
    """Return the `__init__.py` of folders that do not exist yet; those that do are left as they are."""
    folders = [os.path.join(base, *parts[: count + 1]) for count in range(len(parts))]
    return [os.path.join(folder, "__init__.py") for folder in folders if not os.path.isdir(folder)]
