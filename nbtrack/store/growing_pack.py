"""A pack to which processes append the records that they seal, until it is large enough to be closed.

A file of its own would take up to a block more of the disk, and making it takes longer than writing it. The
name says how many bytes hold, and is another one after each record: a copy of the store has no other content
under the same name. What a killed process left behind the end is no part of the pack, unless it is whole.
"""

from __future__ import annotations

import contextlib
import os
import re

from nbtrack.store.write_once import flush_folder, write_whole

_NAME = re.compile(r"[0-9a-f]{16}-(?P<bytes>[0-9]{1,15})\.zst")
_ENOUGH_BYTES = 1 << 20  # to find a record in a growing pack takes a look at each before it


def certain_bytes(path: str) -> int | None:
    """Return how much of a pack surely holds, None where that is all, as it does not grow."""
    match = _NAME.fullmatch(os.path.basename(path))
    return int(match["bytes"]) if match else None


def append(folder: str, raw: bytes) -> bool:
    """Append a part to a pack of a folder, whose lock is held; raises OSError, and nothing was appended.

    Tell whether there are packs now that take no more.
    """
    packs = growing(folder)
    roomy = list(filter(_has_room, packs))
    path = roomy[0] if roomy else os.path.join(folder, _name(0))
    size = certain_bytes(path) or 0
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        write_whole(descriptor, raw)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
    finally:
        os.close(descriptor)
    with contextlib.suppress(OSError):  # the record is there already
        os.rename(path, os.path.join(folder, _name(size + len(raw))))
    if not size:  # the name may change after a power failure, but not be lost
        flush_folder(folder)
    return len(packs) > len(roomy) or size + len(raw) >= _ENOUGH_BYTES


def growing(folder: str) -> list[str]:
    """Return the growing packs of a folder."""
    return [os.path.join(folder, name) for name in os.listdir(folder) if _NAME.fullmatch(name)]


def grown(folder: str) -> list[str]:
    """Return those of them that take no more: they are large enough, or somebody died who wrote to them."""
    return [path for path in growing(folder) if not _has_room(path)]


def _has_room(path: str) -> bool:
    size = os.path.getsize(path)
    return size == certain_bytes(path) and size < _ENOUGH_BYTES


def _name(size: int) -> str:
    return f"{os.urandom(8).hex()}-{size}.zst"
