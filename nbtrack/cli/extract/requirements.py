"""`nbtrack extract --requirements`: write down what scripts need."""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.files import read_if_there, write
from nbtrack.script.imports import imported
from nbtrack.script.requirement_files import MARK, requirements_file, with_group, with_header
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.script.model import Script

HEADER = "header"
_PYPROJECT = "pyproject.toml"


class Requirements:
    """Where requirements go, and those found so far."""

    def __init__(self, where: str | None) -> None:
        is_file = where is not None and (where.endswith(".txt") or os.path.basename(where) == _PYPROJECT)
        if where not in (None, HEADER) and not is_file:
            raise UsageError(
                f"--requirements goes to {HEADER}, a .txt file or a {_PYPROJECT}, not to {where!r}"
            )
        self._where = where
        self._paths: list[str] = []
        self._found: dict[str, None] = {}
        self._others: dict[str, None] = {}

    def of(self, path: str, script: Script) -> Script:
        """Take note of what a script needs; return it with its header where that was asked for."""
        if self._where is None:
            return script
        from nbtrack.cli.extract.wanted import wanted

        found, others = wanted(imported(script.source), script.requirements, os.path.dirname(path) or ".")
        if self._where == HEADER:
            return with_header(script, found, others)
        self._paths.append(path)
        self._found |= dict.fromkeys(found)
        self._others |= dict.fromkeys(others)
        return script

    def write(self, out: Output) -> None:
        """Write the file that was asked for; raises NbtrackError and leaves what somebody else wrote."""
        if self._where in (None, HEADER) or not self._paths:
            return
        assert self._where is not None  # noqa: S101 - for the type checker
        present = read_if_there(self._where)
        new = self._content(present).encode()
        if new != present:
            write(self._where, new, expected=present)
        out.note(f"{self._where}: {count_text(len(self._found), 'requirement')}")
        for other in self._others:
            out.note(f"  not among them: {other}")

    def _content(self, present: bytes | None) -> str:
        assert self._where is not None  # noqa: S101 - for the type checker
        found = sorted(self._found, key=str.lower)
        try:
            if os.path.basename(self._where) == _PYPROJECT:
                return with_group((present or b"").decode(), found)
        except (NbtrackError, UnicodeDecodeError) as error:
            hint = error.hint if isinstance(error, NbtrackError) else None
            raise NbtrackError(f"{self._where}: {error}", hint=hint) from None
        if present and not present.startswith(MARK.encode()):
            raise NbtrackError(
                f"{self._where} was not made by `nbtrack extract`, so it was left as it is",
                hint="choose another file, or remove this one first",
            )
        return requirements_file(self._paths, found, list(self._others))
