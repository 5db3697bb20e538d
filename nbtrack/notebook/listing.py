"""What is in a folder, found out once for as long as nothing is added to it or taken away.

A repository has its notebooks in many folders with the same few above them, and each is asked for files of
a dozen names.
"""

from __future__ import annotations

import os

from nbtrack.notebook.stamp import is_settled, stamp_of_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Found = TypeVar("Found")

_KNOWN: dict[tuple[object, str], tuple[bytes, Any]] = {}
_GLANCES: list[dict[tuple[object, str], Any]] = []


class Glance:
    """The time from `with` to its end, in which what was listed holds without another look.

    For work of a moment on many files: each of them asks for the same folders above.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        _GLANCES.append({})

    def __exit__(self, *_: object) -> None:
        _GLANCES.pop()


def names_in(folder: str) -> frozenset[str]:
    """Return the names of all that is in a folder, none where it cannot be listed."""
    return once_listed(_names, folder)


def once_listed(look: Callable[[str], Found], folder: str) -> Found:
    """Look at the entries of a folder, once for as long as they are the same."""
    if not _GLANCES:
        return _once_listed(look, folder)
    glanced, key = _GLANCES[-1], (look, folder)
    if key not in glanced:
        glanced[key] = _once_listed(look, folder)
    return glanced[key]  # type: ignore[no-any-return]


def _once_listed(look: Callable[[str], Found], folder: str) -> Found:
    stamp = stamp_of_folder(folder)
    known = _KNOWN.get((look, folder))
    if known is not None and known[0] == stamp:
        return known[1]  # type: ignore[no-any-return]
    found = look(folder)
    if stamp is not None and is_settled(stamp):
        _KNOWN[look, folder] = stamp, found
    return found


def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()
