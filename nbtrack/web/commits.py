"""The commits that changed a file, under its former names too, and what the file was in one."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.command import ask_git
from nbtrack.git.renames import former_names
from nbtrack.store.clock import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 300
_PATIENCE_S = 20.0
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_LOG = (
    "log",
    "--follow",
    f"--max-count={_MOST}",
    "--no-show-signature",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--name-only",
    "-z",
    "--format=%H%x00%ct%x00%an%x00%s",
)


class Commit(NamedTuple):
    """A commit of a file, which has the name `path` there, from the top of its repository."""

    commit: str
    at: str
    author: str
    subject: str
    path: str

    def as_json(self) -> dict[str, Any]:
        """Return what a page says of it."""
        return {name: getattr(self, name) for name in ("commit", "at", "author", "subject")}


def commits_of(project: str, experiment: str) -> list[Commit]:
    """Return the commits that changed a file, the newest first; none where there is no git."""
    path = os.path.join(project, experiment)
    just_now = [name.path for name in former_names(path) if name.until_s is None]
    asked = os.path.relpath(just_now[0], project) if just_now else experiment
    return list(_commits(_git(project, *_LOG, "--", asked) or b""))


def file_of_commit(project: str, commit: Commit) -> bytes | None:
    """Return what a file was in a commit, None where it was not."""
    return _git(project, "cat-file", "blob", "--end-of-options", f"{commit.commit}:{commit.path}")


def _commits(answer: bytes) -> Iterator[Commit]:
    """Yield what git said: the four fields of each commit, and then the name of the file in it."""
    words = [word.strip("\n") for word in os.fsdecode(answer).split("\0")]
    for place, word in enumerate(words[:-4]):
        if _COMMIT.fullmatch(word) and words[place + 1].isdigit():
            at, author, subject, path = words[place + 1 : place + 5]
            yield Commit(word, utc_text(float(at)), _shown(author), _shown(subject), path)


def _shown(text: str) -> str:
    return os.fsencode(text).decode("utf-8", "replace")


def _git(project: str, *words: str) -> bytes | None:
    try:
        return ask_git(project, "--literal-pathspecs", *words, timeout_s=_PATIENCE_S)
    except GitError:
        return None
