"""Where the two sides of a diff come from: files and git's history."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff import git_versions as git
from nbtrack.errors import DiffError, UsageError
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import STDIN, load

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

_EMPTY = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


class Version(NamedTuple):
    """A notebook as it stands in a file, or in a revision where one is named."""

    path: str
    revision: str | None = None

    @property
    def is_working_file(self) -> bool:
        """Tell whether it is a file in the working tree."""
        return self.revision is None and self.path != STDIN

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.path if self.revision is None else f"{self.revision}:{self.path}"

    def read(self) -> Notebook:
        """Read it; raises GitError and NotebookError."""
        if self.path == os.devnull:  # what git hands over for a file that is not there
            return parse(_EMPTY)
        if self.revision is None:
            return load(self.path)
        return parse(git.file_at(self.revision, self.path), self.name)


def versions_of(words: tuple[str, ...]) -> tuple[Version, Version]:
    """Tell which two notebooks are meant; raises UsageError, GitError and DiffError.

    NOTEBOOK is the last commit against the file, REV NOTEBOOK a commit against it, REV REV NOTEBOOK and
    REV..REV NOTEBOOK two commits, OLD NEW two files or REV:PATH.
    """
    if len(words) == 1:
        return _history("HEAD", words[0])
    if len(words) == 3:
        return Version(words[2], words[0]), Version(words[2], words[1])
    old, new = words
    if old == new == STDIN:
        raise UsageError("stdin can be one side only")
    if _is_file(old) or _named_version(old):
        return _side(old), _side(new)
    return _history(old, new)


def is_cleaned_by_git(old: Version, new: Version) -> bool:
    """Tell whether git keeps the file that is compared with a revision in another form, through a filter."""
    is_old_in_git = old.revision is not None or old.path == os.devnull
    return is_old_in_git and new.is_working_file and git.keeps_clean(new.path)


def _side(word: str) -> Version:
    found = None if _is_file(word) else _named_version(word)
    return found or Version(word)


def _is_file(word: str) -> bool:
    return word == STDIN or os.path.lexists(word)


def _named_version(word: str) -> Version | None:
    """Read REV:PATH."""
    revision, colon, path = word.partition(":")
    return Version(path, revision) if colon and revision and path else None


def _history(revisions: str, path: str) -> tuple[Version, Version]:
    if path == STDIN:
        raise UsageError("stdin has no history", hint="name two sides: `nbtrack diff OLD.ipynb -`")
    if not _is_file(path) and ".." not in revisions:
        raise DiffError(
            f"{path} is no file and names no run", hint="see `nbtrack diff --help` for what can be compared"
        )
    old, new = revisions_of(revisions, path)
    return Version(path, old), Version(path, new)


def revisions_of(word: str, path: str) -> tuple[str, str | None]:
    """Read REV, REV..REV or REV...REV; None stands for the work tree. Raises GitError.

    The path says which repository is meant.
    """
    if "..." in word:
        old, _, new = word.partition("...")
        return git.merge_base(old or "HEAD", new or "HEAD", path), new or "HEAD"
    old, dots, new = word.partition("..")
    return old or "HEAD", (new or "HEAD") if dots else None
