"""What a smoke run says of a notebook."""

from __future__ import annotations

from typing import NamedTuple


class Failure(NamedTuple):
    """What stopped a notebook, and where; columns count characters from 0, in `source`, the cell's line.

    `cell` is 0 and `line` None where nobody knows. `cause` is a sentence for people, empty for unknown kinds.
    """

    cell: int
    line: int | None
    what: str
    source: str = ""
    start: int = 0
    end: int = 0
    cause: str = ""


class Verdict(NamedTuple):
    """The result of one notebook; `skipped` has the shell commands that the policy left out.

    `ended_in` is the cell in which a notebook that did not fail ended itself, 0 where it ran to its end.
    """

    path: str
    cells: int
    duration_s: float
    failure: Failure | None
    skipped: tuple[str, ...]
    output: str
    ended_in: int = 0
