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
    if (code := _exit_code(reply)) is not None:
        return CellOutcome(FAILED, found.stored(), found.count, ("SystemExit", code, []))
    if reply.get("status") == "ok" or MAY_RAISE in cell.tags:
        return CellOutcome(FINISHED, found.stored(), found.count)
    stored = found.stored()
    return CellOutcome(FAILED, stored, found.count, _error(reply, stored))


def _error(reply: dict[str, Any], stored: list[dict[str, Any]]) -> tuple[str, str, list[str]]:
    shown = [one for one in stored if one["output_type"] == "error"]
    traceback: list[str] = shown[-1]["traceback"] if shown else list(_printed_traceback(stored))
    told = reply
    if shown and reply.get("ename") == "NoneType":  # IPython's word where a result could not be shown
        told = shown[-1]
    return str(told.get("ename", "Unknown")), str(told.get("evalue", "")), traceback


def _printed_traceback(stored: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of what IPython says of a group of exceptions, which it prints to standard error."""
    said = "".join(joined(one["text"]) for one in stored if one.get("name") == "stderr")
    _, start, rest = said.rpartition(_GROUP)
    if start:
        yield from f"{start}{rest}".rstrip().split("\n")


def _exit_code(reply: dict[str, Any]) -> str | None:
    """Return with what a cell said `exit()`, None for one that did not.

    IPython's kernel then ends a moment later, in whatever cell. It takes the 3 of `exit(3)` for a wish that
    it go on; who wrote that wants the run to fail, as a script would. `keep_kernel=True` is heeded.
    """
    for one in reply.get("payload") or ():
        if one.get("source") == "ask_exit" and one.get("keepkernel") is not True:
            return str(one.get("keepkernel") or "")
    return None
