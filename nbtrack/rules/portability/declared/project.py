"""Find what the project around a notebook declares."""

from __future__ import annotations

import os

from nbtrack.project import ancestors
from nbtrack.rules.portability.declared.formats import (
    environment_names,
    included,
    lock_names,
    requirements_names,
    setup_names,
    toml_names,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Read = Callable[[str], set[str] | None]

_READERS: dict[str, Read] = {
    "pyproject.toml": toml_names,
    "Pipfile": toml_names,
    "pixi.toml": toml_names,
    "setup.py": setup_names,
    "setup.cfg": setup_names,
    "environment.yml": environment_names,
    "environment.yaml": environment_names,
}
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock", "pixi.lock", "conda-lock.yml")
_FOLDERS = ("", "binder", ".binder", "requirements")
MODULE_ENDINGS = (".py", ".ipynb", ".so", ".pyd")
_LARGEST_BYTES = 20_000_000


class Declared:
    """The names of the distributions that a project declares, and the folders its own modules are in."""

    __slots__ = ("folders", "names")

    def __init__(self, names: frozenset[str], folders: tuple[str, ...]) -> None:
        self.names = names
        self.folders = folders


_BY_FOLDER: dict[str, Declared | None] = {}  # a repository has many notebooks in few folders


def declared_for(folder: str) -> Declared | None:
    """Return what holds in a folder, None where no file from there up to the project's root declares any."""
    folder = os.path.abspath(folder)
    return _BY_FOLDER[folder] if folder in _BY_FOLDER else declared_now(folder)


def declared_now(folder: str) -> Declared | None:
    """Look again: somebody may have written since `declared_for` did."""
    folder = os.path.abspath(folder)
    found = _BY_FOLDER[folder] = _search(folder)
    return found


def modules_in(folders: Iterable[str]) -> list[list[str]]:
    """List the modules and packages in each of some folders."""
    return [sorted(_modules_in(folder)) for folder in folders]


def _modules_in(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem, ending = os.path.splitext(entry.name)
                if stem.isidentifier() and (ending in MODULE_ENDINGS or (not ending and entry.is_dir())):
                    yield stem
    except OSError:
        return


def read_requirements(path: str, depth: int = 5) -> set[str]:
    """Read a requirements.txt with the files that it includes; empty where there is none."""
    text = _text(path)
    if text is None or depth == 0:
        return set()
    names = requirements_names(text) or set()
    for name in included(text):
        names |= read_requirements(os.path.join(os.path.dirname(path), name), depth - 1)
    return names


def _search(folder: str) -> Declared | None:
    names: set[str] = set()
    locked: set[str] = set()
    folders = _project_folders(folder)
    for above in folders:
        for inner in _FOLDERS:
            names |= _declared_in(os.path.join(above, inner))
        for lock in _LOCKS:
            text = _text(os.path.join(above, lock))
            locked |= (lock_names(text) or set()) if text else set()
    return Declared(frozenset(names | locked), folders) if names else None


def _project_folders(folder: str) -> tuple[str, ...]:
    """List the folders from a notebook's up to the root of its repository, or the one that declares."""
    above = ancestors(folder)
    for number, candidate in enumerate(above, 1):
        if os.path.exists(os.path.join(candidate, ".git")):
            return tuple(above[:number])
    for number, candidate in enumerate(above, 1):
        if _declared_in(candidate):
            return tuple(above[:number])
    return (folder,)


def _declared_in(folder: str) -> set[str]:
    try:
        entries = os.listdir(folder)
    except OSError:
        return set()
    names: set[str] = set()
    for entry in entries:
        path = os.path.join(folder, entry)
        if ("requirements" in entry and entry.endswith((".txt", ".in"))) or (
            os.path.basename(folder) == "requirements" and entry.endswith((".txt", ".in"))
        ):
            names |= read_requirements(path)
        elif entry in _READERS:
            text = _text(path)
            names |= (_READERS[entry](text) or set()) if text else set()
    return names


def _text(path: str) -> str | None:
    try:
        if os.path.getsize(path) > _LARGEST_BYTES:
            return None
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
