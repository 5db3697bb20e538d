"""What nbtrack and the child say to each other in files, as the type checker sees it: nothing runs this."""

from __future__ import annotations

from typing import TypedDict

Place = tuple[int | None, int | None, int | None, int | None]  # first and last line, first and last column


class Job(TypedDict):
    """What the child is told: paths in the scratch folder, and what of the script is wanted.

    `cells` has the cell of each line of the script, 0 for none. `shown` are the cells whose last value is
    wanted, `final` the names whose values are. `used` is empty where nobody asks what the run depends on.
    """

    job: str
    report: str
    trace: str
    marks: str
    values: str
    output: str
    errors: str
    script: str
    folder: str
    scratch: str
    copy: str
    used: str
    cells: list[int]
    shown: list[int]
    final: list[str]


class Report(TypedDict):
    """An exception: `frames` are the places in the script, `trace` is (file, line, function), "" the script.

    `name` is that of a module or variable, `file` that of a file, empty where the exception tells none.
    """

    type: str
    message: str
    bases: list[str]
    name: str
    file: str
    frames: list[Place]
    folder: str
    trace: list[tuple[str, int | None, str]]


class Values(TypedDict, total=False):
    """What cells showed, by their numbers as JSON writes them, and what names held in the end."""

    shown: dict[str, str]
    final: dict[str, str]


class Used(TypedDict, total=False):
    """What a run depended on, and in `unknown` why there may be more, empty where there is not."""

    files: list[str]
    folders: list[str]
    path: list[str]
    unknown: str
