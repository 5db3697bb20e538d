"""Where a run takes place: its folder, its environment variables."""

from __future__ import annotations

import os

from nbtrack.errors import RunError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def check_cwd(folder: str | None) -> None:
    """Raise RunError where --cwd names no folder."""
    if folder and not os.path.isdir(folder):
        raise RunError(f"--cwd names {folder}, but there is no such folder")


def variables_in(words: Iterable[str]) -> dict[str, str]:
    """Read each NAME=VALUE of --env; raises UsageError."""
    return dict(map(_read, words))


def _read(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name or "\0" in word:
        raise UsageError(f"--env needs NAME=VALUE, not {word!r}")
    return name, value
