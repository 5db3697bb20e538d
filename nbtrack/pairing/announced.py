"""What a sync is about to make of a pair, noted before it writes: it may die before it notes that it did.

`pairs/<digest>.next.json` beside the state holds the text that both sides shall say, and what told the files
apart that it was going to replace. Where all of them were replaced and nobody noted it, the pair may have
been in step; whether it was, or whether somebody else wrote the files, nothing tells.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING

from nbtrack.notebook.files import write
from nbtrack.pairing.state import existing, make_folder, names_of, path_of_state, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.pairing.pairs import Pair

SCHEMA = "nbtrack.pair-next/1"
_SUFFIX = ".next.json"


def announce(pair: Pair, base: str, paths: Iterable[str]) -> None:
    """Note the text that both sides shall say once some files are replaced."""
    path = _path(pair)
    stamps = {name: stamp(name) for name in paths}
    note = {"schema": SCHEMA, **names_of(pair), "base": base, "stamps": stamps}
    make_folder(pair)
    write(path, (json.dumps(note, indent=1) + "\n").encode(), expected=existing(path))


def is_announced(pair: Pair) -> bool:
    """Tell whether a sync began that nobody saw the end of."""
    return os.path.lexists(_path(pair))


def announced(pair: Pair) -> str | None:
    """Return the text that both sides may have said without a note; a damaged note is as good as none."""
    try:
        note = json.loads(existing(_path(pair)) or b"")
        replaced = all(stamp(name) != was for name, was in note["stamps"].items())
        return str(note["base"]) if replaced else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def withdraw(pair: Pair) -> None:
    """Forget what was announced: it is done, or nothing came of it."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(_path(pair))


def _path(pair: Pair) -> str:
    return path_of_state(pair).removesuffix(".json") + _SUFFIX
