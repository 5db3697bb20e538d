"""Read many notebooks with orjson, which is three times as fast as the interpreter's scanner.

Importing it costs more than reading forty notebooks without it.
"""

from __future__ import annotations

from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader

MANY = 40
_LARGE = 31 << 20  # above 32 MiB glibc learns nothing


def reader_for(count: int) -> Reader:
    """Return the faster way to read so many notebooks, for a command that ends with the last of them."""
    if count <= MANY:
        return parse_bytes
    import gc

    gc.disable()  # parsed JSON has no cycles: looking for them takes as long as parsing
    # Until a large block was freed glibc gives memory back to the system, to ask for it again with each
    # notebook (mallopt(3), "dynamic mmap threshold").
    bytes(_LARGE)
    return bulk_reader()


def bulk_reader() -> Reader:
    """Return a reader on orjson that leaves to the interpreter's scanner what orjson refuses.

    That is NaN, lone surrogates, a byte order mark, and whatever is broken. Integers beyond 64 bits come as
    floats: good enough to compare two parses of the same text, and edits never render what was parsed.
    """
    from orjson import JSONDecodeError, loads

    def read(raw: bytes) -> Any:
        try:
            return loads(raw)
        except JSONDecodeError:
            return parse_bytes(raw)

    return read
