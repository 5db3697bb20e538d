"""Which installed packages hold the modules that a run imported."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

from nbtrack.record.environments.environment import Installed, installed_on
from nbtrack.record.plain_python import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def packages_of(modules: tuple[str, ...], path: tuple[str, ...]) -> dict[str, str]:
    """Return name and version of the packages that top-level modules come from, those on an import path.

    Most are called as their module; only for the others the lists of files are looked at.
    """
    installed = installed_on(path)
    found: dict[str, str] = {}
    for module in modules:
        one = installed.get(_normalised(module)) or _holder(module, installed.values(), path)
        if one:
            found[one.name] = one.version
    return dict(sorted(found.items()))


def is_there(module: str, path: Sequence[str]) -> bool:
    """Tell whether a top-level module can be imported: what was tried, as pandas tries pyarrow, may not be.

    What is installed as editable stands elsewhere, and is known by its package.
    """
    return any(_is_in(module, folder) for folder in path) or _normalised(module) in installed_on(path)


def imported_in(sources: Iterable[str]) -> set[str]:
    """Return the top-level modules that Python sources import by a statement."""
    found: set[str] = set()
    for source in sources:
        tree = tree_of(source)
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def _holder(module: str, installed: Iterable[Installed], path: Sequence[str]) -> Installed | None:
    folder = next((folder for folder in path if _is_in(module, folder)), None)
    beside = [one for one in installed if os.path.dirname(one.folder) == folder]
    return next((one for one in beside if _lists(one, module)), None)


def _is_in(module: str, folder: str) -> bool:
    base = os.path.join(folder, module)
    return os.path.isdir(base) or os.path.isfile(f"{base}.py") or _is_extension(module, folder)


def _is_extension(module: str, folder: str) -> bool:
    try:
        return any(name.startswith(f"{module}.") and name.endswith(".so") for name in os.listdir(folder))
    except OSError:
        return False


def _lists(one: Installed, module: str) -> bool:
    if top := _read(one, "top_level.txt"):
        return module.encode() in top.split()
    record = b"\n" + _read(one, "RECORD")
    return any(b"\n" + module.encode() + end in record for end in (b"/", b".py,", b"."))


def _read(one: Installed, name: str) -> bytes:
    try:
        with open(os.path.join(one.folder, name), "rb") as file:
            return file.read()
    except OSError:
        return b""


def _normalised(module: str) -> str:
    return module.replace("_", "-").lower()
