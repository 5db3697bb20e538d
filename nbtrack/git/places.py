"""Where git's settings and attributes are, for one repository or for all of a person's."""

from __future__ import annotations

import os
from typing import NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, top_of_checkout


class Places(NamedTuple):
    """The file of settings, that of attributes, and other files of attributes that may hold our lines.

    Of the others, `stronger` ones win over ours.
    """

    config: str
    attributes: str
    stronger: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()

    @property
    def all_attributes(self) -> tuple[str, ...]:
        """Every file of attributes, each once, by whichever name it was given."""
        paths = (self.attributes, *self.stronger, *self.weaker)
        return tuple({os.path.realpath(path): path for path in reversed(paths)}.values())[::-1]


def repository_places(folder: str, attributes: str | None) -> Places:
    """Return the places of the repository that a folder is in; raises GitError where it is in none.

    Linked work trees share both files. `info/attributes` wins over every `.gitattributes`, so it can only
    be in the way of another file.
    """
    config, info = _git_path(folder, "config"), _git_path(folder, "info/attributes")
    top = top_of_checkout(folder)  # none in a bare repository
    shared = (os.path.join(top, ".gitattributes"),) if top else ()
    if attributes is None or os.path.abspath(attributes) == os.path.abspath(info):
        return Places(config, info, weaker=shared)
    return Places(config, attributes, (info,), shared)


def person_places(attributes: str | None) -> Places:
    """Return the places for all repositories of this person, as git looks for them."""
    home_config = os.path.expanduser("~/.gitconfig")
    xdg = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "git")
    config = os.environ.get("GIT_CONFIG_GLOBAL") or home_config
    if config == home_config and not os.path.exists(config) and os.path.exists(os.path.join(xdg, "config")):
        config = os.path.join(xdg, "config")
    if attributes is None:
        said = ask_git(".", "config", "--global", "--type=path", "--get", "core.attributesFile")
        attributes = os.fsdecode(said).rstrip("\n") if said else os.path.join(xdg, "attributes")
    return Places(config, attributes)


def _git_path(folder: str, name: str) -> str:
    answer = ask_git(folder, "rev-parse", "--git-path", name)
    if answer is None:
        raise GitError(
            "this is no git repository, or git refuses to use it",
            hint="`git init` makes one; `nbtrack git install --global` is for all of yours",
        )
    return os.path.normpath(os.path.join(folder, os.fsdecode(answer.removesuffix(b"\n"))))
