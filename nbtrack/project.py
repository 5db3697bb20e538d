"""Where a project begins."""

from __future__ import annotations

import os

_MARKERS = (".git", "pyproject.toml", "nbtrack.toml")
# Folders that tools make, and make again: what is in them is nobody's own.
MADE_BY_TOOLS = frozenset({".ipynb_checkpoints", ".venv", "venv", "node_modules", "__pycache__"})


def find_root(path: str = ".") -> str:
    """Return the nearest folder at or above path that holds a root marker, else the folder of path itself."""
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return next(filter(is_project, ancestors(folder)), folder)


def is_project(folder: str) -> bool:
    """Tell whether a folder holds a root marker."""
    return any(os.path.exists(os.path.join(folder, marker)) for marker in _MARKERS)


def checkout_above(folder: str) -> str | None:
    """Return the nearest folder, at or above one, that git made a work tree; git itself is not asked."""
    return next((one for one in ancestors(folder) if os.path.exists(os.path.join(one, ".git"))), None)


def repository_of(root: str) -> str:
    """Return the checkout that a project is in, the project itself where it is in none."""
    return checkout_above(root) or root


def ancestors(folder: str) -> list[str]:
    """List a folder and all folders above it, nearest first."""
    folder = os.path.abspath(folder)
    found = [folder]
    while (parent := os.path.dirname(folder)) != folder:
        found.append(parent)
        folder = parent
    return found


def path_from(folder: str, path: str) -> str:
    """Return a path from a folder, with "/" on every system: so records and settings name files."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def is_below(folder: str, path: str) -> bool:
    """Tell whether a path leads into a folder, or to it."""
    return path_from(folder, path).partition("/")[0] != os.pardir
