"""What is likely to have changed an output. Frozen, stored with the comparison."""

from __future__ import annotations

from typing import NamedTuple


class Cause(NamedTuple):
    """One thing that may have changed an output.

    `kind` is `code`, `parameter`, `data`, `module`, `package`, `variable`, `project`, `seed`, `time`,
    `address`, `environment`, or `old run` or `new run`, which did not end the cell; `what` is what became of
    the code or of the cell, or the name of what changed, or the call that draws or asks the time.
    `name` is the one that leads from `cell` to the output by way of the cells `through`, empty where no name
    has to, and None where only the order of the cells speaks for it.
    """

    kind: str
    what: str = ""
    cell: int | None = None
    name: str | None = None
    through: tuple[int, ...] = ()


class Why(NamedTuple):
    """The first cell whose output differs while its code does not, and the likely causes, likeliest first.

    It is None for a script, which has no cells; then the causes have none either, and what differs may be
    its `metrics` alone.
    """

    cell: int | None
    causes: tuple[Cause, ...] = ()
    metrics: bool = False
