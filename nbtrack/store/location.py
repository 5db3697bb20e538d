"""Where the store of a project is."""

from __future__ import annotations

import os

from nbtrack.project import find_root, is_project, path_from
from nbtrack.settings import read_settings

FOLDER = ".nbtrack"
VARIABLE = "NBTRACK_STORE"
OUTPUTS = "outputs"  # the folder in the store for outputs that git did not get


def store_root(path: str = ".") -> str:
    """Return the store's folder for a file or folder.

    NBTRACK_STORE, the setting store.path, or the project's own.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    if given := os.environ.get(VARIABLE):
        return os.path.abspath(os.path.expanduser(given))
    settings = read_settings(folder)
    if configured := settings.value("store.path"):
        beside = os.path.dirname(settings.origin("store.path"))
        return os.path.abspath(os.path.join(beside, os.path.expanduser(configured)))
    return os.path.join(find_root(folder), FOLDER)


def experiment_of(path: str) -> str:
    """Return how the store calls the runs of a notebook: its path from the project's root.

    Of folders that are no project, and keep their runs in one store, it is the whole path.
    """
    absolute = os.path.abspath(path)
    root = find_root(absolute)
    name = path_from(root, absolute)
    return os.path.join(os.path.realpath(root), name).replace(os.sep, "/") if is_guest(root) else name


def is_guest(root: str) -> bool:
    """Tell whether a folder is no project, and its store that of others too, perhaps."""
    return not is_project(root) and store_root(root) != os.path.join(root, FOLDER)
