"""What the child is told in files, and what it tells in files."""

from __future__ import annotations

import os

from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from nbtrack.smoke.protocol import Job, Report, Used, Values
    from nbtrack.smoke.trial import Trial
else:
    from nbtrack.values import NamedTuple

COPY = "copy"  # the folder of a project that is copied, in the scratch folder
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
    report: Report | None
    marks: tuple[Mark, ...]
    line: int | None
    output_b: bytes
    errors_b: bytes
    values: Values
    used: Used
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


def write_job(trial: Trial, folder: str, scratch: str) -> Job:
    """Write the files of a job into a scratch folder; return what the child is told."""
    job: Job = {
        "job": os.path.join(scratch, "job"),
        "report": os.path.join(scratch, "report"),
        "trace": os.path.join(scratch, "trace"),
        "marks": os.path.join(scratch, "marks"),
        "values": os.path.join(scratch, "values"),
        "output": os.path.join(scratch, "output"),
        "errors": os.path.join(scratch, "errors"),
        "script": os.path.join(scratch, "notebook.py"),
        "folder": folder,
        "scratch": scratch,
        "copy": os.path.join(scratch, COPY),
        "used": os.path.join(scratch, "used") if trial.key else "",
        "cells": [place[0] if place else 0 for place in trial.script.lines],
        "shown": list(trial.shown),
        "final": list(trial.final),
    }
    with open(job["script"], "w", encoding="utf-8") as file:
        file.write(trial.script.source)
    with open(job["job"], "w", encoding="utf-8") as file:
        file.write(repr(job))
    return job


def read_marks(job: Job) -> tuple[Mark, ...]:
    """Return where cells began so far."""
    rows = (line.split() for line in read(job["marks"]).splitlines())
    return tuple(Mark(int(row[0]), int(row[1]), float(row[2])) for row in rows if len(row) == 3)


def read_line(job: Job) -> int | None:
    """Return the script's line that ran when the process was asked, None where nobody knows."""
    return next((line for path, line in _places(job) if path == job["script"]), None)


def is_told(job: Job) -> bool:
    """Tell whether a process that was asked where it is has answered."""
    return bool(_places(job))


def _places(job: Job) -> list[tuple[str, int]]:
    """Return file and line of each frame that faulthandler wrote down, the innermost first."""
    found: list[tuple[str, int]] = []
    for text in read(job["trace"]).splitlines():
        path, _, rest = text.strip().removeprefix('File "').rpartition('", line ')
        number = rest.partition(" ")[0]
        if path and number.isdecimal():
            found.append((path, int(number)))
    return found


def read_json(path: str, nothing: Any) -> Any:
    """Return what the child wrote into a file, or what stands for nothing where that is none or cut off."""
    text = read(path) if path else ""
    try:
        return parse_bytes(text.encode()) if text else nothing
    except ValueError:
        return nothing


def read(path: str) -> str:
    """Return the text of a file, empty where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""
