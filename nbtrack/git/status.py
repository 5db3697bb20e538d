"""What git would do with a notebook now, whoever told it to."""

from __future__ import annotations

import os
import shlex
import shutil
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, listed_in
from nbtrack.git.drivers import A_NOTEBOOK, ATTRIBUTES, NAME

_PROCESS = f"filter.{NAME}.process"
_SETTINGS = rf"^({'|'.join(ATTRIBUTES)})\.{NAME}\."


class Status(NamedTuple):
    """The drivers that git gives a notebook to, by kind; our settings, and the command in them."""

    attributes: dict[str, str]
    settings: dict[str, str]
    command: str | None

    @property
    def cleans(self) -> bool:
        """Tell whether notebooks go through our filter."""
        return self.attributes["filter"] == NAME and _PROCESS in self.settings

    @property
    def shows(self) -> bool:
        """Tell whether git shows notebooks with our diff driver."""
        return self.attributes["diff"] == NAME and f"diff.{NAME}.textconv" in self.settings

    @property
    def merges(self) -> bool:
        """Tell whether git merges notebooks with our driver."""
        return self.attributes["merge"] == NAME and f"merge.{NAME}.driver" in self.settings

    @property
    def command_is_there(self) -> bool:
        """Tell whether the program that git would start is there; it is not started to find out."""
        words = shlex.split(self.command or "")
        return bool(words) and shutil.which(words[0]) is not None


def read_status(folder: str) -> Status:
    """Ask git about a notebook in a folder; raises GitError where that is in no repository."""
    answer = ask_git(folder, "check-attr", "-z", *ATTRIBUTES, "--", A_NOTEBOOK)
    if answer is None:
        raise GitError("this is no git repository, or git refuses to use it")
    fields = os.fsdecode(answer).split("\0")
    listed = listed_in(ask_git(folder, "config", "-z", "--get-regexp", _SETTINGS))
    pairs = [entry.partition("\n") for entry in listed]
    settings = {name: value for name, _, value in pairs}
    return Status(dict(zip(fields[1::3], fields[2::3], strict=True)), settings, _command(settings))


def _command(settings: dict[str, str]) -> str | None:
    for value in settings.values():
        for word in (" git ", " merge "):
            before, found, _ = value.partition(word)
            if found:
                return before
    return None
