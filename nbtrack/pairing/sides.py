"""Both files of a pair as they are on disk."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import PairError
from nbtrack.notebook.files import load, read_if_there
from nbtrack.terminal import as_word

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair

_BOM = "\ufeff"
_CONFLICT = re.compile(rb"^<{7} .*?^>{7} ", re.MULTILINE | re.DOTALL)


class Sides(NamedTuple):
    """A pair and its files' contents, None for a file that is not there."""

    pair: Pair
    notebook: Notebook | None
    text_b: bytes | None

    @property
    def text(self) -> str:
        """Return the text as jupytext wants it; raises PairError as `decoded` does."""
        return decoded(self.text_b or b"", self.pair.text)


def load_sides(pair: Pair, notebook: Notebook | None = None) -> Sides:
    """Read both files; a notebook that was read already need not be read again."""
    if notebook is None and os.path.exists(pair.notebook):
        notebook = load(pair.notebook)
    return Sides(pair, notebook, read_if_there(pair.text))


def decoded(raw_b: bytes, path: str) -> str:
    """Return a text without byte order mark; raises PairError for one in conflict or not in UTF-8."""
    conflict = _CONFLICT.search(raw_b)
    if conflict:
        line = raw_b.count(b"\n", 0, conflict.start()) + 1
        raise PairError(
            f'cannot read {path}: line {line} is a conflict marker, "<<<<<<<"',
            hint=f"settle the merge, or take one side: `git checkout --ours -- {as_word(path)}`",
        )
    try:
        return raw_b.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw_b.count(b"\n", 0, error.start) + 1
        raise PairError(f"cannot read {path}: line {line} is not UTF-8") from None


def encoded(text: str, path: str, old_b: bytes | None) -> bytes:
    """Return the bytes of a new text with the line ends and byte order mark of the old one.

    Raises PairError for half of a surrogate pair: JSON has an escape for one, UTF-8 has nothing.
    """
    old_b = old_b or b""
    if b"\r\n" in old_b:
        text = text.replace("\n", "\r\n")
    mark = _BOM if old_b.startswith(_BOM.encode()) else ""
    try:
        return (mark + text).encode()
    except UnicodeEncodeError as error:
        line, half = text.count("\n", 0, error.start) + 1, ord(error.object[error.start])
        raise PairError(
            f"cannot write {path}: its line {line} would hold half a character, which no text file can",
            hint=f'write the whole character, or its escape, where the notebook has "\\u{half:04x}"',
        ) from None
