"""Find jupytext's own settings file as jupytext does, without importing it, or anything that takes time."""

from __future__ import annotations

import os

from nbtrack.errors import PairError
from nbtrack.notebook.listing import names_in
from nbtrack.project import ancestors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PYPROJECT = "pyproject.toml"
_PLAIN_NAMES = ("jupytext", "jupytext.toml", "jupytext.yml", "jupytext.yaml", "jupytext.json")
_NAMES = (*_PLAIN_NAMES, *(f".{name}" for name in _PLAIN_NAMES), ".jupytext.py")
_ANY_NAME = frozenset((*_NAMES, PYPROJECT))


def settings_file(folder: str) -> str | None:
    """Return the file that holds in a folder, None where there is none; raises PairError."""
    ceilings = [os.path.abspath(path) for path in _variable("JUPYTEXT_CEILING_DIRECTORIES")]
    for above in ancestors(folder):
        found = _in_folder(above)
        if found or above in ceilings:
            return found
    return next(filter(None, map(_in_folder, _global_folders())), None)


def read_toml(path: str) -> dict[str, Any]:
    """Read a TOML file; raises PairError."""
    from nbtrack.toml import parse_toml

    try:
        with open(path, "rb") as file:
            return parse_toml(file.read())
    except ValueError as error:
        raise PairError(f"cannot read {path}: {error}") from None


def _in_folder(folder: str) -> str | None:
    there = names_in(folder)
    if _ANY_NAME.isdisjoint(there):
        return None
    for name in _NAMES:
        if name in there and os.path.isfile(path := os.path.join(folder, name)):
            return path
    path = os.path.join(folder, PYPROJECT)
    return path if PYPROJECT in there and os.path.isfile(path) and _has_table(path) else None


def _has_table(path: str) -> bool:
    with open(path, "rb") as file:
        if b"jupytext" not in file.read():  # most pyproject.toml files: spare the import of a TOML reader
            return False
    return read_toml(path).get("tool", {}).get("jupytext") is not None


def _global_folders() -> list[str]:
    home = os.environ.get("HOME", "")
    if "XDG_CONFIG_HOME" in os.environ:
        own = _variable("XDG_CONFIG_HOME")
    elif "USERPROFILE" in os.environ:
        own = [os.environ["USERPROFILE"]]
    else:
        own = [os.path.join(home, ".config"), home] if home else []
    shared = _variable("XDG_CONFIG_DIRS") or ["/usr/local/share", "/usr/share"]
    return [path for folder in own + shared for path in (os.path.join(folder, "jupytext"), folder)]


def _variable(name: str) -> list[str]:
    return [path for path in os.environ.get(name, "").split(os.pathsep) if path]
