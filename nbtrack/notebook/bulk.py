"""Read many notebooks with orjson, which is two to three times as fast as the interpreter's scanner.

Importing it takes as long as it saves on some megabytes.
"""

from __future__ import annotations

import os

from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nbtrack.notebook.document import Reader

_WORTH_IMPORTING_B = 4 << 20
_WORTH_IMPORTING_TO_READ_B = 1 << 20
_LARGE = 31 << 20  # above 32 MiB glibc learns nothing


def reader_for(paths: Iterable[str]) -> Reader:
    """Return the faster way to read these notebooks, for a command that ends with the last of them."""
    if not are_larger(paths, _WORTH_IMPORTING_B):
        return parse_bytes
    _expect_many()
    return bulk_reader()


def lean_reader_for(paths: Iterable[str]) -> Reader:
    """Return the same for a command that has no other use for orjson, so that it starts sooner."""
    if not are_larger(paths, _WORTH_IMPORTING_TO_READ_B):
        return parse_bytes
    _expect_many()
    return lean_bulk_reader()


def _expect_many() -> None:
    spare_collector()
    # Until a large block was freed glibc gives memory back to the system, to ask for it again with each
    # notebook (mallopt(3), "dynamic mmap threshold").
    bytes(_LARGE)


def spare_collector() -> None:
    """Look for no cycles, in a command that ends with the last of many notebooks.

    Parsed JSON has none, and looking takes as long as parsing.
    """
    import gc

    gc.disable()


def are_larger(paths: Iterable[str], left: int) -> bool:
    """Tell whether files hold more than so many bytes together."""
    for path in paths:
        try:
            left -= os.stat(path).st_size
        except OSError:  # stdin, or what the reader will complain about
            continue
        if left < 0:
            return True
    return False


def bulk_reader() -> Reader:
    """Return a reader on orjson that leaves to the interpreter's scanner what orjson refuses.

    That is NaN, lone surrogates, a byte order mark, and whatever is broken. Integers beyond 64 bits come as
    floats: good enough to compare two parses of the same text, and edits never render what was parsed.
    """
    from nbtrack.notebook.orjson_import import import_orjson

    return _reader_on(import_orjson())


def lean_bulk_reader() -> Reader:
    """Return the same for a process that has no other use for orjson."""
    from nbtrack.notebook.orjson_import import import_orjson_to_read

    return _reader_on(import_orjson_to_read())


def _reader_on(orjson: Any) -> Reader:
    loads, refusal = orjson.loads, orjson.JSONDecodeError

    def read(raw: bytes) -> Any:
        try:
            return loads(raw)
        except refusal:
            return parse_bytes(raw)

    return read
