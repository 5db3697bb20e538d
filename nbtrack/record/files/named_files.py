"""Files that texts in the code name, for what opens them and tells of nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.record.files.unseen_files import matching
from nbtrack.record.plain_python import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 500
_QUOTES = "'\""


def named_files(sources: Iterable[str], folders: Iterable[str]) -> set[str]:
    """Return the files that texts in some Python sources name, relative to one of some folders."""
    places = list(dict.fromkeys(folders))
    names = {name for source in sources for text in texts_in(source) for name in _names(text)}
    paths = (os.path.normpath(os.path.join(place, name)) for name in names for place in places)
    return {found for path in paths for found in matching(path)}


def named_folders(sources: Iterable[str], words: Iterable[str]) -> set[str]:
    """Return the folders that texts in some Python sources, or some words, name by absolute paths."""
    texts = {*words, *(text for source in sources for text in texts_in(source))}
    paths = (os.path.expanduser(text) for text in texts if text[:1] in (os.sep, "~") and len(text) < _LONGEST)
    return {os.path.normpath(path) for path in paths if os.path.isabs(path) and os.path.isdir(path)}


def _names(text: str) -> Iterator[str]:
    """Yield the text itself, and what stands in quotes in it, as the file in a SELECT does."""
    candidates = [text]
    for quote in _QUOTES:
        candidates += text.split(quote)[1::2]
    yield from (os.path.expanduser(one) for one in candidates if _may_be_a_file(one))


def _may_be_a_file(text: str) -> bool:
    """Tell whether a text may name files; a pattern without a folder may be of any: `root.glob("*.csv")`."""
    if "." not in text or len(text) >= _LONGEST or "\n" in text or "\0" in text:
        return False
    return "*" not in text or "/" in text
