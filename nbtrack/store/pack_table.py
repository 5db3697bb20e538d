"""What is in a file of many sealed records, by which each is found without reading the others.

The file is one part after the other: a table, which readers of zstd skip, and the records that it names, each
a zstd frame as it stood alone.
"""

from __future__ import annotations

import contextlib
import os
from itertools import chain
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.canonical import dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

_FORMAT = "nbtrack.pack/1"
_SKIPPABLE = Struct("<II")  # RFC 8878, 3.1.2: a magic number, and the size of what follows
_MAGIC = 0x184D2A50


class Place(NamedTuple):
    """Where the frame of a record stands in its file."""

    start: int
    size: int


Table = dict[str, Place]


def packed(frames: Mapping[str, bytes]) -> bytes:
    """Return the frames of some records with their table."""
    sizes = [[run_id, len(frame)] for run_id, frame in frames.items()]
    table = dump({"format": _FORMAT, "runs": sizes})
    return b"".join((_SKIPPABLE.pack(_MAGIC, len(table)), table, *frames.values()))


def read_table(path: str) -> Table:
    """Return where each record of a closed file stands; raises OSError, ValueError where it is damaged."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        return dict(chain.from_iterable(part.items() for part in _parts(file, 0, size or 1)))


def read_growing(path: str, certain_bytes: int, is_whole: Callable[[str, bytes], bool]) -> Table:
    """Return the same of a file to which somebody may append, or have appended when they died.

    So many bytes are known to hold. What is behind them counts up to the first frame that is not whole.
    """
    with open(path, "rb") as file:
        table = dict(chain.from_iterable(part.items() for part in _parts(file, 0, certain_bytes)))
        size = os.fstat(file.fileno()).st_size
        with contextlib.suppress(ValueError):
            for part in _parts(file, certain_bytes, size):
                for run_id, place in part.items():
                    file.seek(place.start)
                    if not is_whole(run_id, file.read(place.size)):
                        return table
                    table[run_id] = place
    return table


def _parts(file: BinaryIO, start: int, end: int) -> Iterator[Table]:
    """Yield what each table between two places names; raises ValueError."""
    size = os.fstat(file.fileno()).st_size
    while start < end:
        part = _part(file, start)
        start = sum(max(part.values()))
        if start > size:
            raise ValueError("a record is cut short")
        yield part


def _part(file: BinaryIO, start: int) -> Table:
    file.seek(start)
    try:
        magic, size = _SKIPPABLE.unpack(file.read(_SKIPPABLE.size))
        found = load(file.read(size))
        if magic != _MAGIC or found["format"] != _FORMAT or not found["runs"]:
            raise ValueError("this is no table")
        return _placed(found["runs"], start + _SKIPPABLE.size + size)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of it
        raise ValueError(f"there is no table at {start}: {error}") from None


def _placed(sizes: list[tuple[str, int]], start: int) -> Table:
    table = {}
    for run_id, size in sizes:
        if size < 0:
            raise ValueError("a frame has a size")
        table[str(run_id)] = Place(start, int(size))
        start += int(size)
    return table
