"""Files that no process tells of, since a program or a library in C opens them, found in four other ways.

Texts in the code name them, a program was given their names, they stand in a folder that the run made, or the
system told that somebody opened them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from glob import iglob
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from nbtrack.record.files.opened_files import Opened
from nbtrack.record.startup.nbtrack_names import paths_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.record.used import Used

NAMED, ARGUMENT, INSIDE, OPENED = "named", "argument", "inside", "opened"  # as the record calls them
_MOST = 1000  # files of a pattern and in the folders that were made, folders that are searched
_SHELLS = ("%%bash", "%%sh", "%%script bash", "%%script sh", "%%script zsh")
_PATTERNS = "*?["
_DEEP = f"{os.sep}**{os.sep}"


@dataclass(frozen=True, slots=True)
class Unseen:
    """Paths: `named` in the code, `arguments` of programs with the time of that, `inside` of made folders.

    What was `opened` has the time, and whether that was to write.
    """

    named: set[str] = field(default_factory=set)
    arguments: dict[str, float] = field(default_factory=dict)
    inside: set[str] = field(default_factory=set)
    opened: Opened = field(default_factory=Opened)

    @property
    def paths(self) -> set[str]:
        """Return all of them."""
        return {*self.named, *self.arguments, *self.inside, *self.opened.files}

    def at(self, path: str) -> float | None:
        """Return when a file was first used, None where that is not known."""
        found = self.opened.files.get(path)
        return found[0] if found else self.arguments.get(path)

    def how(self, path: str, begun: float) -> tuple[float, str]:
        """Return since when a file must have changed to be the run's own, and how it was found."""
        ways = ((ARGUMENT, self.arguments), (INSIDE, self.inside), (NAMED, self.named))
        remark = next((way for way, paths in ways if path in paths), OPENED)
        if path in self.opened.files:
            at, is_saved = self.opened.files[path]
            return 0.0 if is_saved else at, remark
        return {ARGUMENT: self.arguments.get(path, begun), INSIDE: 0.0}.get(remark, begun), remark


def unseen_files(used: Used, named: set[str], opened: Opened) -> Unseen:
    """Return what is there now of what was used unseen; `named` are the files that the code's texts name."""
    arguments = {path: at for word, at in used.arguments.items() for path in matching(word)}
    inside = {path for folder in used.made for path in islice(_files_below(folder), _MOST)}
    return Unseen(named, arguments, inside, opened)


def shell_files(sources: Iterable[str], folder: str) -> set[str]:
    """Return the files that cells for a shell name, which gets them as its input."""
    texts = (source.partition("\n")[2] for source in sources if source.startswith(_SHELLS))
    words = {path for text in texts for path in paths_in(text, folder)}
    return {path for word in words for path in matching(word)}


def matching(path: str) -> Iterator[str]:
    """Yield the files that a path or a pattern names."""
    if os.path.isfile(path):
        yield path
    elif _DEEP in path:
        yield from islice(_matching_below(path), _MOST)
    elif any(letter in path for letter in _PATTERNS):
        yield from filter(os.path.isfile, islice(iglob(path), _MOST))


def _matching_below(path: str) -> Iterator[str]:
    """Yield the files of a pattern such as `data/**/*.csv`, which might as well say `/**/*`."""
    above, _, tail = path.partition(_DEEP)
    for place, _, names in islice(os.walk(above or os.sep), _MOST):
        for name in sorted(names):
            if PurePath(found := os.path.join(place, name)).match(tail) and os.path.isfile(found):
                yield found


def _files_below(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (path for name in sorted(names) if os.path.isfile(path := os.path.join(place, name)))
