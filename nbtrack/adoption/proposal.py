"""One thing that a repository could have of nbtrack, and what that would write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import AdoptionError
from nbtrack.git.installing import Change

if TYPE_CHECKING:
    from collections.abc import Callable


class Proposal(NamedTuple):
    """What it is and which files change; without any, `reason` says why."""

    name: str
    title: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


def proposed(name: str, title: str, path: str, make: Callable[[str | None], str]) -> Proposal:
    """Return the proposal to make a new text of a file's, or why nothing is proposed."""
    try:
        old = text_of(path)
        new = make(old)
    except AdoptionError as error:
        hint = f"; {error.hint}" if error.hint else ""
        return Proposal(name, title, reason=f"{os.path.relpath(path)}: {error.message}{hint}")
    if new == old:
        return Proposal(name, title, reason=f"{os.path.relpath(path)}: there already")
    return Proposal(name, title, (Change(path, old, new),))


def text_of(path: str) -> str | None:
    """Return a file's text, its line ends as they are, None where there is none; raises AdoptionError."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise AdoptionError(f"it cannot be read: {error}") from None


def with_lines(text: str | None, lines: str, *, gap: bool) -> str:
    """Return a text with lines after its own, in its line ends, an empty one between them if asked for."""
    if not text:
        return lines
    newline = "\r\n" if "\r\n" in text else "\n"
    end = "" if text.endswith("\n") else newline
    return text + end + (newline if gap else "") + lines.replace("\n", newline)
