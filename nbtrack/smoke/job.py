"""What the child is told in files, and what it tells in files."""

from __future__ import annotations

import os

from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from nbtrack.smoke.trial import Trial
else:
    from nbtrack.values import NamedTuple

_NAMES = ("job", "report", "trace", "marks", "values", "output", "errors")
_DONE = -1


class Mark(NamedTuple):
    """The beginning of a cell, or of the end where `cell` is -1: behind how much output, and when."""

    cell: int
    output_bytes: int
    at_s: float


class Ended(NamedTuple):
    """How a script ended: its exit code, negative for a signal; `stopped` says why nbtrack ended it, if so.

    `report` is what the child says of an exception, `marks` where cells began, `line` the script's line that
    ran when the process was stopped, None where nobody knows; `values` what cells showed and what names held.
    `cut` tells that the beginning of the output was thrown away, `folder` where it ran.
    """

    code: int
    stopped: str
    began_s: float
    ended_s: float
    report: dict[str, Any] | None
    marks: tuple[Mark, ...]
    line: int | None
    output_b: bytes
    errors_b: bytes
    values: dict[str, Any]
    used: dict[str, Any]
    cut: bool
    folder: str

    @property
    def cell(self) -> int:
        """Return the cell that began last, 0 before the first one."""
        return next((mark.cell for mark in reversed(self.marks) if mark.cell > 0), 0)

    @property
    def done(self) -> bool:
        """Tell whether the script ran to its end."""
        return bool(self.marks) and self.marks[-1].cell == _DONE


def write_job(trial: Trial, folder: str, scratch: str) -> dict[str, Any]:
    """Write the files of a job into a scratch folder; return what the child is told."""
    job: dict[str, Any] = {name: os.path.join(scratch, name) for name in _NAMES}
    job["script"] = os.path.join(scratch, "notebook.py")
    job["folder"] = folder
    job["scratch"] = scratch
    job["copy"] = os.path.join(scratch, "copy")
    job["cells"] = [place[0] if place else 0 for place in trial.script.lines]
    job["shown"] = list(trial.shown)
    job["final"] = list(trial.final)
    job["used"] = os.path.join(scratch, "used") if trial.key else ""
    with open(job["script"], "w", encoding="utf-8") as file:
        file.write(trial.script.source)
    with open(job["job"], "w", encoding="utf-8") as file:
        file.write(repr(job))
    return job


def read_marks(job: dict[str, Any]) -> tuple[Mark, ...]:
    """Return where cells began so far."""
    rows = (line.split() for line in read(job["marks"]).splitlines())
    return tuple(Mark(int(row[0]), int(row[1]), float(row[2])) for row in rows if len(row) == 3)


def read_line(job: dict[str, Any]) -> int | None:
    """Return the script's line that ran when the process was asked, None where nobody knows."""
    return next((line for path, line in _places(job) if path == job["script"]), None)


def is_told(job: dict[str, Any]) -> bool:
    """Tell whether a process that was asked where it is has answered."""
    return bool(_places(job))


def _places(job: dict[str, Any]) -> list[tuple[str, int]]:
    """Return file and line of each frame that faulthandler wrote down, the innermost first."""
    found: list[tuple[str, int]] = []
    for text in read(job["trace"]).splitlines():
        path, _, rest = text.strip().removeprefix('File "').rpartition('", line ')
        number = rest.partition(" ")[0]
        if path and number.isdecimal():
            found.append((path, int(number)))
    return found


def read_json(path: str) -> Any:
    """Return what the child wrote into a file, None where it wrote nothing, or was cut off."""
    try:
        return parse_bytes((read(path) or "null").encode()) if path else None
    except ValueError:
        return None


def read(path: str) -> str:
    """Return the text of a file, empty where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""
