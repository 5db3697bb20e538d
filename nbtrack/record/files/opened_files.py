"""Which files that were opened while a run went on were the run's, and not of somebody else at work there.

The system does not say who opened a file. So something of the run's must have been able to, a library in C or
a program, no other run may have gone on, and the code must have something to do with the file: part of its
path stands in a text, or its folder was listed.
"""

from __future__ import annotations

import os
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.record.files.c_readers import C_READERS
from nbtrack.record.plain_python import texts_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.record.used import Used

_EVENT_FILE = re.compile(r"tfevents\.\d+\..*?\.(\d+)\.")  # time, host, process
_UNTOLD = {"catboost": "catboost_info"}  # folders that libraries make where they are run, without a word
_APART = re.compile(r"[^\w.+-]+")
_NO_DATA = (".py", ".pyc", ".pyi", ".so", ".pyd", ".ipynb", ".lock")


class Opened(NamedTuple):
    """Files, with when each was first opened and whether that was to write, and folders of very many.

    What was `saved` by no Python is told by one that read it.
    """

    files: Mapping[str, tuple[float, bool]] = MappingProxyType({})
    folders: frozenset[str] = frozenset()
    saved: frozenset[str] = frozenset()


def opened_files(
    used: Used, sources: Iterable[str], values: Mapping[str, Any], root: str, processes: Iterable[int]
) -> Opened:
    """Return the run's; `values` are its parameters, `processes` those that told what they use."""
    if not (used.opened or used.saved or used.opened_folders):  # as in a thousand runs of one process
        return Opened()
    own = frozenset(processes)
    times = {path: at for path, at in (used.saved | used.opened).items() if _is_untold(path, used)}
    paths = {path for path in times if _process_in(path) in own}
    folders: set[str] = set()
    saved: set[str] = set()
    if used.watched and (used.programs or C_READERS & used.imported.keys()):
        untold = (folder for library, folder in _UNTOLD.items() if library in used.imported)
        texts = [*_texts(sources), *map(str, values.values()), *untold]
        meant = _Meant(texts, {*used.listed, *used.made}, root)
        paths |= {path for path in times if not path.endswith(_NO_DATA) and meant.has(path)}
        folders = {folder for folder in used.opened_folders if meant.has(os.path.join(folder, ""))}
        saved = {path for path in used.saved if path in used.files and used.files[path].written is None}
    files = {path: (times[path], path in used.saved) for path in paths}
    return Opened(files, frozenset(folders), frozenset(saved))


def _is_untold(path: str, used: Used) -> bool:
    return path not in used.files and os.path.dirname(path) not in used.crowded


def _process_in(path: str) -> int | None:
    """Return the process by which TensorFlow calls its event files."""
    found = _EVENT_FILE.search(os.path.basename(path))
    return int(found[1]) if found else None


def _texts(sources: Iterable[str]) -> Iterable[str]:
    """Yield texts of Python, and whatever is none, as the lines for a shell."""
    for source in sources:
        if tree_of(source) is None:
            yield source
        else:
            yield from texts_in(source)
            yield from (line for line in source.split("\n") if line.startswith(("!", "%")))


class _Meant:
    """Tells whether some texts have something to do with a file below a folder."""

    def __init__(self, texts: Iterable[str], folders: set[str], root: str) -> None:
        self._words = {word for text in texts for word in _APART.split(text) if word}
        self._suffixes = {
            suffix for word in self._words if len(suffix := os.path.splitext(f"x{word}")[1]) > 1
        }
        self._folders = folders
        self._root = root

    def has(self, path: str) -> bool:
        """Look for the names of the file and of the folders above it, and for its suffix."""
        folder, name = os.path.split(path)
        stem, suffix = os.path.splitext(name)
        above = os.path.relpath(folder, self._root).split(os.sep)
        return (
            folder in self._folders
            or suffix in self._suffixes
            or not self._words.isdisjoint(filter(None, (name, stem, *above)))
        )
