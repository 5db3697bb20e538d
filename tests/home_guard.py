"""Refuse what a test would do to the real home folder or to git's global settings.

Inside this process an audit hook refuses; it also remembers, so that a test cannot swallow the refusal.
Children get a temporary home through their environment, and git's settings are compared after each test.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_CHANGES = frozenset(
    f"os.{name}"
    for name in (
        "chmod",
        "chown",
        "link",
        "mkdir",
        "remove",
        "rename",
        "rmdir",
        "symlink",
        "truncate",
        "utime",
    )
) | {"sqlite3.connect"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class TouchedRealHomeError(AssertionError):
    """A test reached for the home folder of the person who runs it."""


class HomeGuard:
    """Watch one home folder; `allowed` are folders inside it that tests may write to, as the checkout."""

    def __init__(self, home: Path, allowed: tuple[Path, ...]) -> None:
        self._home = _with_slash(home)
        self._allowed = tuple(_with_slash(folder) for folder in allowed)
        self._git_files = tuple(
            os.path.join(self._home, name)
            for name in (".gitconfig", ".config/git/config", ".git-credentials")
        )
        self._git_state = self.git_state()
        self._touched: list[str] = []

    @classmethod
    def of_this_person(cls, checkout: Path) -> HomeGuard:
        """Watch the real home, which may hold the checkout, the interpreter and the temporary folder."""
        inside = (checkout, Path(sys.prefix), Path(sys.base_prefix), Path(tempfile.gettempdir()))
        return cls(Path.home(), inside)

    def install(self) -> None:
        """Refuse from now on; an audit hook stays for the rest of the process."""
        sys.addaudithook(self._audit)

    def verdict(self) -> str | None:
        """Say what was touched since the last verdict, None when nothing was."""
        touched, self._touched = self._touched, []
        before, self._git_state = self._git_state, self.git_state()
        touched += [path for path, state in self._git_state.items() if before[path] != state]
        return f"touched {', '.join(touched)}" if touched else None

    def git_state(self) -> dict[str, tuple[int, int] | None]:
        """Return when each of git's global files was changed last, and its size."""
        return {path: _state(path) for path in self._git_files}

    def refuses(self, path: str, *, writing: bool) -> bool:
        """Tell whether a test may not do that to a path; git's global files may not even be read."""
        path = os.path.abspath(path)
        if path in self._git_files:
            return True
        return writing and path.startswith(self._home) and not (path + os.sep).startswith(self._allowed)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            self._refuse([path], writing=isinstance(flags, int) and bool(flags & _WRITING))
        elif event in _CHANGES:
            self._refuse(list(arguments[:2]), writing=True)

    def _refuse(self, paths: list[Any], *, writing: bool) -> None:
        for path in paths:
            if isinstance(path, (str, bytes, os.PathLike)) and self.refuses(
                os.fsdecode(path), writing=writing
            ):
                self._touched.append(os.fsdecode(path))
                raise TouchedRealHomeError(f"a test touched {os.fsdecode(path)}: use tmp_path")


def _with_slash(folder: Path) -> str:
    return os.path.join(os.path.abspath(folder), "")


def _state(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
