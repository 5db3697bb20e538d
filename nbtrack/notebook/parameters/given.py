"""What a person gives: names, values, and where they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COMMAND_LINE = "command line"
ENVIRONMENT = "environment"
PREFIX = "NBTRACK_P_"


class Text(str):
    """A value as a person typed it, for the parameter's kind to read."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One value; `origin` is "command line", "environment", or the path of the file as it was given.

    `keys` lead into a nested value, of which only that part is given.
    """

    name: str
    value: Any
    origin: str
    keys: tuple[str, ...] = ()

    @property
    def spelled(self) -> str:
        """Return the name with its keys, as `model.depth`."""
        return ".".join((self.name, *self.keys))


def read_words(words: Iterable[str]) -> tuple[Given, ...]:
    """Read each NAME=VALUE; raises UsageError."""
    return tuple(map(_read, words))


def read_nested(words: Iterable[str]) -> tuple[Given, ...]:
    """Read each NAME.KEY=VALUE; raises UsageError."""
    return tuple(map(_read_nested, words))


def read_environment(variables: Mapping[str, str]) -> tuple[Given, ...]:
    """Return what environment variables give: `NBTRACK_P_lr=0.1` sets `lr`."""
    return tuple(
        Given(name.removeprefix(PREFIX), Text(value), ENVIRONMENT)
        for name, value in sorted(variables.items())
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).isidentifier()
    )


def _read_nested(word: str) -> Given:
    path, equals, value = word.partition("=")
    name, *keys = (part.strip() for part in path.split("."))
    if not equals or not name.isidentifier() or not all(keys):
        raise UsageError(f"--set needs NAME.KEY=VALUE, not {word!r}")
    return Given(name, Text(value), COMMAND_LINE, tuple(keys))


def _read(word: str) -> Given:
    name, equals, value = word.partition("=")
    if not equals or not name.strip().isidentifier():
        part = f"`--set {word}` gives a part of a value" if equals and "." in name else None
        raise UsageError(f"-p needs NAME=VALUE, not {word!r}", hint=part)
    return Given(name.strip(), Text(value), COMMAND_LINE)
