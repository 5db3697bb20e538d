"""Blame the cell and the line that stopped a script."""

from __future__ import annotations

import signal
from typing import Any

from nbtrack.smoke.causes import cause_of
from nbtrack.smoke.verdict import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script
    from nbtrack.smoke.process import Ended

_SIGNALS = {
    signal.SIGKILL: "the system killed it, most likely because memory ran out",
    signal.SIGSEGV: "a compiled library crashed",
    signal.SIGABRT: "a compiled library gave up",
    signal.SIGBUS: "a compiled library crashed, or a file that it maps became shorter",
    signal.SIGILL: "a compiled library uses instructions that this processor does not have",
}


def failure_of(ended: Ended, script: Script, notebook: Notebook, timeout_s: float) -> Failure | None:
    """Return what stopped the script, None when nothing did."""
    if ended.report is not None:
        return _raised(ended.report, ended.cell, script, notebook)
    if ended.code is None:
        return _stopped(ended, script, notebook)._replace(
            what=f"still running after {timeout_s:g} s",
            cause="give it more time with --timeout, or less to do with -p",
        )
    if ended.code < 0:
        name = signal.Signals(-ended.code).name
        cause = _SIGNALS.get(signal.Signals(-ended.code), "")
        return _stopped(ended, script, notebook)._replace(what=f"killed by {name}", cause=cause)
    if ended.code > 0:
        what = f"the process ended with exit code {ended.code}"
        return _stopped(ended, script, notebook)._replace(what=what)
    return None


def _raised(report: dict[str, Any], cell: int, script: Script, notebook: Notebook) -> Failure:
    first = (report["message"].splitlines() or [""])[0]
    what = f"{report['type']}: {first}" if first else report["type"]
    for line, end_line, start, end in reversed(report["frames"]):
        place = script.lines[line - 1] if line and line <= len(script.lines) else None
        if place:
            single = end_line == line and start is not None and end is not None
            failure = _at(place, script, notebook, line, (start, end) if single else None)
            cause = cause_of(report, failure.cell, script, notebook)
            return failure._replace(what=what, cause=cause)
    return Failure(cell, None, what, cause=cause_of(report, cell, script, notebook))


def _stopped(ended: Ended, script: Script, notebook: Notebook) -> Failure:
    """Return a failure without words at the line that ran, or else at the cell."""
    place = script.lines[ended.line - 1] if ended.line else None
    if place and ended.line:
        return _at(place, script, notebook, ended.line, None)
    return Failure(ended.cell, None, "")


def _at(
    place: tuple[int, int],
    script: Script,
    notebook: Notebook,
    script_line: int,
    columns_b: tuple[int, int] | None,
) -> Failure:
    """Return a failure at a line of a cell; `columns_b` count bytes of the script's line, as Python does."""
    cell, line = place
    source = _line(notebook.cells[cell - 1].source, line)
    start, end = len(source) - len(source.lstrip()), len(source.rstrip())
    written = _line(script.source, script_line)
    moved = written.find(source.strip()) - start  # the script may have indented the line
    if columns_b and source.strip() and moved + start >= 0:
        raw_b = written.encode()
        first, last = (len(raw_b[:column].decode("utf-8", "ignore")) - moved for column in columns_b)
        if start <= first < last <= end:
            start, end = first, last
    return Failure(cell, line, "", source, start, end)


def _line(text: str, number: int) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if number <= len(lines) else ""
