"""Which path belongs to which, by jupytext's rules of prefixes and suffixes. No file is looked at."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nbtrack.pairing.formats import Format

_UP = os.pardir


class Base(NamedTuple):
    """What the sides of a pair have in common.

    `above` are the folders down to where the sides part, `below` those that follow each side's own root
    folder, None where the formats name no root.
    """

    above: tuple[str, ...]
    below: tuple[str, ...] | None
    stem: str


class _Prefix(NamedTuple):
    root: tuple[str, ...]
    folder: tuple[str, ...]
    start: str


def base_of(path: str, fmt: Format, top: str | None) -> Base | None:
    """Return what a file of a format shares with its twins, None where its name does not fit the format.

    `top` is the folder of jupytext's settings file; a root folder is not looked for above it.
    """
    folder, name = os.path.split(os.path.abspath(path))
    ending = fmt.suffix + fmt.extension
    prefix = _prefix(fmt)
    if not name.endswith(ending) or not name.startswith(prefix.start):
        return None
    stem = name[len(prefix.start) : -len(ending)]
    fixed, inner = _split_at(folder, top)
    found = _without_folder(inner, prefix.folder)
    if found is None:
        return None
    if not prefix.root:
        return Base((*fixed, *found), None, stem)
    at = _last_occurrence(found, prefix.root)
    if at is None:
        return None
    return Base((*fixed, *found[:at]), found[at + len(prefix.root) :], stem)


def path_of(base: Base, fmt: Format) -> str | None:
    """Return the path of one side, None where only one of two formats names a root folder."""
    prefix = _prefix(fmt)
    if bool(prefix.root) != (base.below is not None):
        return None
    parts = [*base.above, *prefix.root, *(base.below or ())]
    for part in prefix.folder:
        if part == _UP:
            parts = parts[:-1]
        else:
            parts.append(part)
    return os.sep + os.path.join(*parts, prefix.start + base.stem + fmt.suffix + fmt.extension)


def _prefix(fmt: Format) -> _Prefix:
    root, slashes, rest = fmt.prefix.rpartition("//")
    if not slashes:
        root, rest = "", fmt.prefix
    folder, _, start = rest.rpartition("/")
    return _Prefix(_parts(root), _parts(folder), start)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part)


def _split_at(folder: str, top: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = _parts(folder)
    above = _parts(os.path.abspath(top)) if top else ()
    return (above, parts[len(above) :]) if parts[: len(above)] == above else ((), parts)


def _without_folder(parts: tuple[str, ...], folder: tuple[str, ...]) -> tuple[str, ...] | None:
    """Take the folder of a prefix off the end; each ".." in it puts back a folder that was taken."""
    rest, taken = list(parts), list[str]()
    for expected in reversed(folder):
        if expected == _UP:
            if not taken:
                return None
            rest.append(taken.pop())
        elif not rest or rest[-1] != expected:
            return None
        else:
            taken.append(rest.pop())
    return tuple(rest)


def _last_occurrence(parts: tuple[str, ...], sought: tuple[str, ...]) -> int | None:
    places = range(len(parts) - len(sought), -1, -1)
    return next((at for at in places if parts[at : at + len(sought)] == sought), None)
