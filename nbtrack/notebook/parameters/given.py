"""What a person gives: names, values, and where they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMAND_LINE = "command line"


class Text(str):
    """A value as a person typed it, for the parameter's kind to read."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One value; `origin` is "command line", or the path of the file as it was given."""

    name: str
    value: Any
    origin: str


def read_words(words: Iterable[str]) -> tuple[Given, ...]:
    """Read each NAME=VALUE; raises UsageError."""
    return tuple(map(_read, words))


def _read(word: str) -> Given:
    name, equals, value = word.partition("=")
    if not equals or not name.strip().isidentifier():
        raise UsageError(f"-p needs NAME=VALUE, not {word!r}")
    return Given(name.strip(), Text(value), COMMAND_LINE)
