"""The modules that a process has loaded, as far as they are not every Python's own.

Read in the process of the run, and with the standard library only.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OWN = (
    "sitecustomize",
    "usercustomize",
    "nbtrack",
    "nbtrack_lines",
    "nbtrack_modules",
    "nbtrack_names",
    "nbtrack_watch",
)
STANDARD = frozenset((*getattr(sys, "stdlib_module_names", ()), *_OWN))
# How many modules there were and the newest, their packages and sources: a process may begin a thousand runs.
_loaded: tuple[tuple[int, str], tuple[list[str], list[str]]] = (0, ""), ([], [])


def loaded_modules() -> tuple[list[str], list[str]]:
    """Return the packages and the sources in Python of what is loaded and no Python has by itself.

    While the modules are the same, so are the lists.
    """
    global _loaded
    mark = len(sys.modules), next(reversed(sys.modules))
    if mark != _loaded[0]:
        modules = dict(sys.modules)
        others = {name: top for name in modules if (top := name.partition(".")[0]) not in STANDARD}
        files = [file for name in others if (file := _source(name, modules[name]))]
        _loaded = mark, ([*dict.fromkeys(others.values())], files)
    return _loaded[1]


def _source(name: str, module: Any) -> str:
    file = getattr(module, "__file__", None)
    if name == "__main__" or not isinstance(file, str) or not file.endswith(".py"):
        return ""
    return os.path.abspath(file)
