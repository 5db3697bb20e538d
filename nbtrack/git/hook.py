"""A hook of git itself that checks what is staged, for who has neither pre-commit nor prek."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git, top_of_checkout
from nbtrack.git.installing import Change, apply, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "pre-commit"
_MARK = "# Made by `nbtrack git hook install`, and taken away by `nbtrack git hook uninstall`."
_OURS = "check --staged"
_SHARED = ("global", "system")  # scopes of settings that hold for more than this repository


def hook_path(folder: str) -> str:
    """Return where git looks for the hook; raises GitError where that is not this repository's own folder."""
    root = top_of_checkout(folder)
    if root is None:
        raise GitError("this is no work tree of git", hint="hooks before a commit need one")
    for scope, named in reversed(list(_named_folders(folder))):
        if scope in _SHARED:
            raise GitError(
                f"core.hooksPath in your {scope} settings names hooks for all repositories, in {named}",
                hint=f"add `nbtrack {_OURS}` to the {_NAME} there by hand",
            )
        return os.path.join(root, named, _NAME)
    common = ask_git(folder, "rev-parse", "--git-common-dir") or b""
    return os.path.normpath(os.path.join(os.path.abspath(folder), _line(common), "hooks", _NAME))


def installed_hook(path: str, command: str) -> list[Change]:
    """Return what has to change so that the hook is there; raises GitError where somebody else's is."""
    old, new = text_of(path), f"#!/bin/sh\n{_MARK}\nexec {command} {_OURS}\n"
    if old is not None and not is_ours(old):
        raise GitError(
            f"{path} is there already, and not nbtrack's",
            hint=f"add this line to it, before any `exec`: {command} {_OURS} || exit $?",
        )
    return [Change(path, old, new)] if old != new else []


def uninstalled_hook(path: str) -> list[Change]:
    """Return what has to change so that the hook is gone; what somebody else wrote stays."""
    old = text_of(path)
    return [Change(path, old, None)] if old is not None and is_ours(old) else []


def write_hook(changes: list[Change]) -> None:
    """Write or delete the hook; git starts it only where it may be executed."""
    apply(changes)
    for change in changes:
        if change.new is not None:
            mode = os.stat(change.path).st_mode
            os.chmod(change.path, mode | (mode & 0o444) >> 2)  # who may read it may start it


def is_ours(text: str) -> bool:
    """Tell whether a hook is what we write, and nothing was added to it."""
    lines = text.split("\n")
    return len(lines) == 4 and lines[1] == _MARK and lines[2].endswith(f" {_OURS}") and not lines[3]


def _named_folders(folder: str) -> Iterator[tuple[str, str]]:
    """Yield scope and value of core.hooksPath, the one that wins last; ours on the command line apart."""
    words = ("--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath")
    fields = os.fsdecode(ask_git(folder, "config", *words) or b"").split("\0")
    for scope, value in zip(fields[::2], fields[1::2], strict=False):
        if scope != "command":
            yield scope, value


def _line(raw: bytes) -> str:
    return os.fsdecode(raw.removesuffix(b"\n"))
