"""How a cell ended, as its kernel tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import joined
from nbtrack.notebook.tags import MAY_RAISE
from nbtrack.store.statuses import FAILED, FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell
    from nbtrack.record.kernels.outputs import CellOutputs

_GROUP = "  + Exception Group Traceback (most recent call last):"


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """How a cell ended: a status of `nbtrack.store.statuses`, its outputs as nbformat 4 has them, its count.

    `error` is the exception's name, its message and the lines of its traceback.
    """

    status: str
    outputs: list[dict[str, Any]]
    count: int | None
    error: tuple[str, str, list[str]] | None = field(default=None)


def outcome_of(cell: Cell, found: CellOutputs, reply: dict[str, Any]) -> CellOutcome:
    """Return how a cell ended, out of the kernel's reply."""
    if _ends_kernel(reply):
        return CellOutcome(FAILED, found.stored(), found.count, ("SystemExit", "", []))
    if reply.get("status") == "ok" or MAY_RAISE in cell.tags:
        return CellOutcome(FINISHED, found.stored(), found.count)
    stored = found.stored()
    tracebacks = [one["traceback"] for one in stored if one["output_type"] == "error"]
    traceback: list[str] = tracebacks[-1] if tracebacks else list(_printed_traceback(stored))
    error = (str(reply.get("ename", "Unknown")), str(reply.get("evalue", "")), traceback)
    return CellOutcome(FAILED, stored, found.count, error)


def _printed_traceback(stored: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of what IPython says of a group of exceptions, which it prints to standard error."""
    said = "".join(joined(one["text"]) for one in stored if one.get("name") == "stderr")
    _, start, rest = said.rpartition(_GROUP)
    if start:
        yield from f"{start}{rest}".rstrip().split("\n")


def _ends_kernel(reply: dict[str, Any]) -> bool:
    """Tell whether a cell said `exit()`: IPython's kernel then ends a moment later, in whatever cell."""
    asked = [one for one in reply.get("payload") or () if one.get("source") == "ask_exit"]
    return any(not one.get("keepkernel") for one in asked)
