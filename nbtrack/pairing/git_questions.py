"""What only git can tell about a pair's files."""

from __future__ import annotations

import os

from nbtrack.errors import GitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INDEX = ":"
_LITERAL = "--literal-pathspecs"  # a name is no pattern
_MOST_COMMITS = 30  # a pair whose last thirty commits were all out of step has no base worth finding
# Git sets the cached size to 0 where it could not tell a file from its entry: that is no sign of a checkout.
_NO_SIGN = "size:"
_NEVER_WRITTEN = "mtime: 0:0"


def staged(notebook: str, text: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield both files as git's index has them, nothing where it lacks one."""
    yield from _both((_INDEX,), notebook, text)


def versions(notebook: str, text: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield both files as git has them together: in its index, then in the commits, the newest first."""
    yield from staged(notebook, text)
    yield from _both((f"{commit}:" for commit in _commits(notebook, text)), notebook, text)


def _both(places: Iterable[str], notebook: str, text: str) -> Iterator[tuple[bytes, bytes]]:
    for place in places:
        notebook_b, text_b = _blob(place, notebook), _blob(place, text)
        if notebook_b is not None and text_b is not None:
            yield notebook_b, text_b


def index_entry(path: str) -> str:
    """Return what changes whenever git writes a file or finds it as it wrote it.

    It can be compared, and nothing else: git promises no more of it. "" stands for a file it does not track.
    """
    said = _ask(path, _LITERAL, "ls-files", "--stage", "--debug", "--", os.path.basename(path)) or b""
    lines = [line.strip() for line in said.decode("utf-8", "surrogateescape").splitlines()]
    if _NEVER_WRITTEN in lines:
        return ""
    return "\n".join(line for line in lines if not line.startswith(_NO_SIGN))


def is_ignored(path: str) -> bool:
    """Tell whether git ignores a file."""
    return _ask(path, "check-ignore", "--quiet", "--", f"./{os.path.basename(path)}") is not None


def _commits(notebook: str, text: str) -> list[str]:
    """List the commits that touched either file, the newest first."""
    beside = os.path.relpath(text, os.path.dirname(notebook) or os.curdir)
    limits = (f"--max-count={_MOST_COMMITS}", "--format=%H")
    said = _ask(notebook, _LITERAL, "log", *limits, "--", os.path.basename(notebook), beside)
    return (said or b"").decode().split()


def _blob(place: str, path: str) -> bytes | None:
    return _ask(path, "cat-file", "blob", f"{place}./{os.path.basename(path)}")


def _ask(path: str, *words: str) -> bytes | None:
    """Ask in a file's folder; None where git refuses or is not there."""
    from nbtrack.git.command import ask_git  # not before it is needed: a pair in step needs no git

    try:
        return ask_git(os.path.dirname(os.path.abspath(path)), *words)
    except GitError:
        return None
