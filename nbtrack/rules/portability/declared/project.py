"""Find what the project around a notebook declares.

What was read of a file is kept for as long as nobody writes it: a repository has many notebooks in few
folders, and `check --watch` looks again.
"""

from __future__ import annotations

import os

from nbtrack.notebook.listing import names_in, once_listed
from nbtrack.notebook.stamp import stamp_of
from nbtrack.project import ancestors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    Found = TypeVar("Found")

_REQUIREMENTS = (".txt", ".in")
_OTHERS = frozenset((*("pyproject.toml", "Pipfile", "pixi.toml", "setup.py", "setup.cfg"),))
YAML = (".yml", ".yaml")
ENVIRONMENT_FOLDERS = ("ci", ".ci", "conda", "env", "envs", "environments")  # of conda, by any name
_PACKAGE = frozenset(("pyproject.toml", "setup.py", "setup.cfg"))
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock", "pixi.lock", "conda-lock.yml")
_FOLDERS = ("binder", ".binder", "requirements", *ENVIRONMENT_FOLDERS)
_MODULE_ENDINGS = (".py", ".ipynb", ".so", ".pyd")
_LARGEST_BYTES = 20_000_000
_KNOWN: dict[tuple[object, str], tuple[bytes | None, Any]] = {}


class Declared:
    """The names of the distributions that a project declares, and the folders its own modules are in."""

    __slots__ = ("folders", "names")

    def __init__(self, names: frozenset[str], folders: tuple[str, ...]) -> None:
        self.names = names
        self.folders = folders


def declared_for(folder: str) -> Declared | None:
    """Return what holds in a folder, None where no file from there up to the project's root declares any."""
    folders = project_folders(folder)
    names = _all_names(_declaring(folders))
    return Declared(names | _all_names(_locks(folders)), folders) if names else None


def declaring_contents(folder: str) -> list[tuple[str, str]]:
    """List the names of the files that `declared_for` reads, each with a digest of what it holds."""
    folders = project_folders(folder)
    paths = list(_declaring(folders))
    return [(os.path.basename(path), _once(_digest, path)) for path in (*paths, *_locks(folders)) if paths]


def names_required(path: str) -> frozenset[str]:
    """Return the names in a requirements file and in those that it includes; none where there is none."""
    return _all_names(_with_included(path, set()))


def has_module(folder: str, name: str) -> bool:
    """Tell whether a module or package of a name is in a folder."""
    place = os.path.join(folder, name)
    return os.path.isdir(place) or any(os.path.isfile(place + ending) for ending in _MODULE_ENDINGS)


def modules_in(folders: Iterable[str]) -> list[str]:
    """Return a digest of the names of the modules and packages in each of some folders."""
    return [once_listed(_digest_of_modules, folder) for folder in folders]


def project_folders(folder: str) -> tuple[str, ...]:
    """List the folders from a notebook's up to the root of its repository, package or declarations."""
    above = ancestors(folder)
    for is_root in (_is_repository, _is_linked, _is_package, _declares):
        for number, candidate in enumerate(above, 1):
            if is_root(candidate):
                return tuple(above[:number])
    return (above[0],)


def _is_repository(folder: str) -> bool:
    return ".git" in names_in(folder) and os.path.isdir(os.path.join(folder, ".git"))


def _is_linked(folder: str) -> bool:
    """Tell whether a folder is a worktree or submodule of a repository that does not surround it."""
    return ".git" in names_in(folder)


def _is_package(folder: str) -> bool:
    """Tell whether a folder is an unpacked package's, whose documentation declares only what builds it."""
    return not _PACKAGE.isdisjoint(names_in(folder)) and _declares(folder)


def _declares(folder: str) -> bool:
    return bool(_all_names(_declaring_in(folder)))


def _digest_of_modules(folder: str) -> str:
    return _digest_of(" ".join(sorted(_modules_in(folder))))


def _modules_in(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                stem, ending = os.path.splitext(entry.name)
                if stem.isidentifier() and (ending in _MODULE_ENDINGS or (not ending and entry.is_dir())):
                    yield stem
    except OSError:
        return


def _declaring(folders: Iterable[str]) -> Iterator[str]:
    for above in folders:
        yield from _declaring_in(above)
        for inner in _FOLDERS:
            if inner in names_in(above):
                yield from _declaring_in(os.path.join(above, inner))


def _declaring_in(folder: str) -> Iterator[str]:
    for name in once_listed(_declaring_names, folder):
        path = os.path.join(folder, name)
        if name in _OTHERS or name.endswith(YAML):
            yield path
        else:
            yield from _with_included(path, set())


def _declaring_names(folder: str) -> list[str]:
    base = os.path.basename(folder)
    there = names_in(folder)
    found = [
        n for n in there if n.endswith(_REQUIREMENTS) and (base == "requirements" or "requirements" in n)
    ]
    of_conda = [n for n in there if n.endswith(YAML) and (base in ENVIRONMENT_FOLDERS or "environment" in n)]
    return sorted({*found, *of_conda, *_OTHERS.intersection(there)})


def _with_included(path: str, seen: set[str]) -> Iterator[str]:
    if path in seen:
        return
    seen.add(path)
    yield path
    for name in _once(_included, path):
        yield from _with_included(os.path.normpath(os.path.join(os.path.dirname(path), name)), seen)


def _locks(folders: Iterable[str]) -> Iterator[str]:
    for above in folders:
        there = names_in(above)
        for name in _LOCKS:
            if name in there and os.path.isfile(path := os.path.join(above, name)):
                yield path


def _all_names(paths: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_once(_names, path) for path in paths))


def _once(work: Callable[[str], Found], path: str) -> Found:
    """Do something with a file, once for as long as nobody writes it."""
    stamp = stamp_of(path)
    known = _KNOWN.get((work, path))
    if stamp is None or known is None or known[0] != stamp:
        known = _KNOWN[work, path] = stamp, work(path)
    found: Found = known[1]
    return found


def _names(path: str) -> frozenset[str]:
    text = _text(path)
    if not text:
        return frozenset()
    from nbtrack.rules.portability.declared.formats import reader_of

    return frozenset(reader_of(os.path.basename(path))(text) or ())


def _included(path: str) -> list[str]:
    text = _text(path)
    if "-r" not in text:
        return []
    from nbtrack.rules.portability.declared.formats import included

    return included(text)


def _digest(path: str) -> str:
    return _digest_of(_text(path))


def _digest_of(text: str) -> str:
    from nbtrack.rules.cache.signature import digest_of

    return digest_of(text.encode("utf-8", "surrogatepass")).decode()


def _text(path: str) -> str:
    """Return what a file says, "" where it is none: a stranger's notebook may name a device."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST_BYTES:
            return ""
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except (OSError, ValueError):
        return ""
