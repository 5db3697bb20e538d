"""What a kernel runs in: its interpreter and the packages on its path."""

from __future__ import annotations

import ast
import json
import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-.*)?\.(?:dist-info|egg-info)")
_SEPARATORS = re.compile(r"[-_.]+")

# What Python calls itself; evaluated in the kernel, whose interpreter may be another than nbtrack's.
QUESTION = (
    "__import__('json').dumps([__import__('platform').python_version(), __import__('platform').platform(), "
    "__import__('sys').path])"
)


class Interpreter(NamedTuple):
    """An interpreter's version, the machine in Python's words, and where modules are imported from."""

    python: str
    platform: str
    path: tuple[str, ...]


class Installed(NamedTuple):
    """A package: its normalised name, its version, the folder of its metadata."""

    name: str
    version: str
    folder: str


def read_interpreter(answer: str | None) -> Interpreter | None:
    """Return what the kernel answered to QUESTION, None where it is no Python."""
    try:
        python, platform, path = json.loads(ast.literal_eval(answer or ""))
    except (ValueError, SyntaxError, TypeError):
        return None
    return Interpreter(str(python), str(platform), tuple(map(str, path)))


def packages_on(path: Sequence[str]) -> dict[str, str]:
    """Return the versions of the packages of an import path by their normalised names."""
    return {name: one.version for name, one in installed_on(path).items()}


def installed_on(path: Sequence[str]) -> dict[str, Installed]:
    """Return the packages of an import path by their normalised names; the first of a name is imported.

    The names of the metadata's folders say enough: reading the metadata of 300 packages takes 200 ms.
    """
    found: dict[str, Installed] = {}
    for folder in path:
        for entry in _listed(folder):
            match = _FOLDER.fullmatch(entry)
            if match:
                name = normalised(match["name"])
                found.setdefault(name, Installed(name, match["version"], os.path.join(folder, entry)))
    return dict(sorted(found.items()))


def normalised(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return _SEPARATORS.sub("-", name).lower()


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:  # a zip, or nothing at all
        return []
