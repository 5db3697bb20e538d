"""Everything that decides what is found in a notebook, apart from its bytes."""

from __future__ import annotations

import os
import sys

from nbtrack.rules.plugins import is_foreign
from nbtrack.store.digest import short_digest
from nbtrack.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.rules.rule import Rule

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def signature(rules: Sequence[Rule], folder: str, *told: object) -> bytes | None:
    """Return the signature of rules that look at a notebook in a folder, with what else they are `told`.

    None where a rule of somebody else is among them: nobody knows what it looks at.
    """
    if any(map(is_foreign, rules)):
        return None
    codes = [rule.code for rule in rules]
    around = [(rule.code, rule.surroundings(folder)) for rule in rules if rule.outside]
    return digest_of(repr((codes, around, told)).encode("utf-8", "surrogatepass"))


def digest_of(raw: bytes) -> bytes:
    """Return the digest by which the cache knows some bytes."""
    return short_digest(raw).encode()


def program() -> bytes:
    """Return a digest that tells this program from any other that may have written the cache.

    A development version stands for many programs; its files tell them apart.
    """
    files = tuple(_stamps(_PACKAGE)) if ".dev" in __version__ else ()
    return digest_of(repr((__version__, sys.version_info[:3], files)).encode())


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(entry.path)
