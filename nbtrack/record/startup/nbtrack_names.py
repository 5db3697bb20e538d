"""The names in Python's audit events: of databases, of addresses, in the words of programs that are started.

Read in the process of the run, and with the standard library only.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_APART = str.maketrans(dict.fromkeys("|&;<>(){}`=\n\t", " "))  # what a shell takes for more than a letter
_QUOTES = "'\""
_LONGEST = 250
_LONGEST_SUFFIX = 12
_MOST_WORDS = 2000
_PATTERNS = "*?["


def paths_in(words: Any, folder: Any = None) -> Iterator[str]:
    """Yield the absolute paths that a command's words, or its text, may name; a pattern stands for itself.

    A word that names nothing counts only where it looks like a file that is to come: others may be secrets.
    """
    start = os.path.abspath(os.fsdecode(folder or "."))
    given = [words] if isinstance(words, (str, bytes, os.PathLike)) else list(words or ())
    for word in given[:_MOST_WORDS]:
        for part in dict.fromkeys(_parts(os.fsdecode(word))):
            path = os.path.normpath(os.path.join(start, part))
            if os.path.exists(path) or _may_come(path):
                yield path


def _parts(word: str) -> Iterator[str]:
    """Yield a word, and what it consists of for a shell, or behind the `=` of an option."""
    if 0 < len(word) <= _LONGEST:
        yield word
    for quote in _QUOTES:
        yield from (part for part in word.split(quote)[1::2] if 0 < len(part) <= _LONGEST)
    plain = word.translate(_APART)
    for quote in _QUOTES:
        plain = plain.replace(quote, " ")
    for part in plain.split():
        if len(part) <= _LONGEST:
            yield os.path.expanduser(part)


def _may_come(path: str) -> bool:
    """Tell whether a path looks like a file that a program may make, or like a pattern of names."""
    folder, name = os.path.split(path)
    suffix = os.path.splitext(name)[1][1:]
    is_pattern = any(letter in name for letter in _PATTERNS)
    return (is_pattern or (suffix.isalnum() and len(suffix) <= _LONGEST_SUFFIX)) and os.path.isdir(folder)


def database_name(name: str) -> str:
    """Return the file that SQLite's name of a database stands for, which may be a URI."""
    if not name.startswith("file:") or os.path.isfile(name):
        return name
    path = name[5:].partition("?")[0].partition("#")[0]
    if path.startswith("//"):  # an authority, which is empty or this machine
        path = "/" + path[2:].partition("/")[2]
    from urllib.parse import unquote

    return unquote(path)


def without_secrets(url: str) -> str:
    """Drop what signs a request: the user's part and the query."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2].partition('?')[0]}{slash}{path.partition('?')[0].partition('#')[0]}"
