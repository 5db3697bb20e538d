"""What takes the space in a store, by what it is."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import NbtrackError
from nbtrack.store.notebooks import parts_of
from nbtrack.store.verify import blobs_of, notebooks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_BLOCK_BYTES = 512  # in which `stat` counts
UNUSED = "blobs that no run needs"
_NAMES = {
    "runs": "records",
    "annotations": "tags and notes",
    "live": "runs in progress",
    "index.db": "index",
    "undo": "kept for undo",
    "outputs": "outputs kept from git",
    "smoke": "results of smoke",
    "pairs": "states of pairs",
    "state": "variables kept for --resume",
}


_MANY = {"artifact": "artifacts", "configuration": "configuration files"}  # such as "artifact model.pkl"


class Usage(NamedTuple):
    """How many files hold some kind of thing, what they take on the disk, and how many bytes are in them."""

    what: str
    files: int
    disk_bytes: int
    bytes: int


def usage_of(store: Store) -> list[Usage]:
    """Return what takes space, the most first; a blob that several runs need counts once."""
    kinds = _kinds_of_blobs(store)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for path, what in _files(store.root):
        try:
            status = os.lstat(path)
        except OSError:  # gone since it was listed
            continue
        blob = what == "blobs" and kinds.get(_digest(path), UNUSED)
        disk = getattr(status, "st_blocks", -(-status.st_size // _BLOCK_BYTES)) * _BLOCK_BYTES
        found[blob or what].append((disk, status.st_size))
    sums = [Usage(what, len(sizes), *map(sum, zip(*sizes, strict=True))) for what, sizes in found.items()]
    return sorted(sums, key=lambda one: (-one.disk_bytes, one.what))


def _files(root: str) -> Iterator[tuple[str, str]]:
    for folder, _, names in os.walk(root):
        part = os.path.relpath(folder, root).split(os.sep)[0]
        for name in names:
            top = name.partition("-")[0] if part == "." else part
            yield os.path.join(folder, name), top if top == "blobs" else _NAMES.get(top, "other files")


def _digest(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.basename(folder) + name.partition(".")[0]


def _kinds_of_blobs(store: Store) -> dict[str, str]:
    """Return what each blob is for; what a damaged record needs is unknown, and so unused."""
    kinds: dict[str, str] = {}
    for _, record in store.records.bare(sorted(store.records.ids())):
        for digest, what in _needs(store, record) if record else ():
            kinds.setdefault(digest, what)
    for record in store.in_progress():
        kinds = dict.fromkeys(blobs_of(record).values(), "runs in progress") | kinds
    return kinds


def _needs(store: Store, record: RunRecord) -> Iterator[tuple[str, str]]:
    for what, digest in blobs_of(record).items():
        yield digest, _MANY.get(what.partition(" ")[0], what)
    for name in notebooks_of(record).values():
        try:
            parts = list(parts_of(store.blobs, name))
        except NbtrackError:
            continue
        yield from ((digest, "notebooks") for digest in parts)
