"""Blame the cell and the line that stopped a script."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` makes enumerations, which takes its time
import os

from nbtrack.smoke.running import MEMORY as MEMORY_LIMIT
from nbtrack.smoke.running import TIMEOUT as TIME_LIMIT
from nbtrack.smoke.verdict import CRASHED, EXITED, MEMORY, TIMEOUT, Failure
from nbtrack.terminal import size_text, telling_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script
    from nbtrack.smoke.job import Ended
    from nbtrack.smoke.protocol import Report
    from nbtrack.smoke.trial import Trial

_SIGNALS = {
    _signal.SIGKILL: (MEMORY, "the system killed it, most likely because memory ran out"),
    _signal.SIGSEGV: (CRASHED, "a compiled library crashed"),
    _signal.SIGABRT: (CRASHED, "a compiled library gave up"),
    _signal.SIGBUS: (CRASHED, "a compiled library crashed, or a file that it maps became shorter"),
    _signal.SIGILL: (CRASHED, "a compiled library uses instructions that this processor does not have"),
}


def failure_of(ended: Ended, trial: Trial) -> Failure | None:
    """Return what stopped the script, None when nothing did."""
    script, notebook, limits = trial.script, trial.notebook, trial.conditions.limits
    if ended.stopped == TIME_LIMIT:
        return _stopped(ended, script, notebook)._replace(
            what=f"still running after {limits.timeout_s:g} s",
            cause="give it more time with --timeout, or less to do with -p",
            kind=TIMEOUT,
        )
    if ended.stopped == MEMORY_LIMIT:
        return _stopped(ended, script, notebook)._replace(
            what=f"killed by memory: it needed more than {size_text(limits.memory_bytes)}",
            cause="give it more with --memory, or less to do with -p",
            kind=MEMORY,
        )
    if ended.report is not None:
        return _raised(ended.report, ended, trial)
    if ended.code < 0:
        kind, cause = _SIGNALS.get(-ended.code, (CRASHED, ""))
        return _stopped(ended, script, notebook)._replace(
            what=f"killed by {_signal_name(-ended.code)}", cause=cause, kind=kind
        )
    if ended.code > 0:
        what = f"the process ended with exit code {ended.code}"
        return _stopped(ended, script, notebook)._replace(what=what, kind=EXITED)
    return None


def _signal_name(number: int) -> str:
    import signal

    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"


def _raised(report: Report, ended: Ended, trial: Trial) -> Failure:
    failure = _place(report, ended.cell, trial)
    first = telling_line(report["message"])
    first = first.removeprefix(f"cell {failure.cell}, line {failure.line}: ")  # errors that extract put in
    what = f"{report['type']}: {first}" if first else report["type"]
    from nbtrack.smoke.causes import cause_of  # most notebooks do not fail

    cause = cause_of(report, failure.cell, trial, ended.folder)
    trace = tuple(_without_repetition(_trace(report["trace"], ended.folder, trial)))
    return failure._replace(what=what, cause=cause.text, kind=cause.kind, trace=trace)


def _place(report: Report, cell: int, trial: Trial) -> Failure:
    script = trial.script
    for line, end_line, start, end in reversed(report["frames"]):
        place = script.lines[line - 1] if line and line <= len(script.lines) else None
        if place and line:
            is_on_one = end_line == line and start is not None and end is not None
            columns_b = (start or 0, end or 0) if is_on_one else None
            return _at(place, script, trial.notebook, line, columns_b)
    return Failure(cell, None, "")


def _trace(frames: list[tuple[str, int | None, str]], folder: str, trial: Trial) -> Iterator[str]:
    """Yield where the exception came through, in cells and in modules of the project, the innermost last."""
    for path, line, function in frames:
        if path:
            yield f"{os.path.relpath(path, folder)}, line {line}, in {function}: {_line_of_file(path, line)}"
            continue
        place = trial.script.lines[line - 1] if line and line <= len(trial.script.lines) else None
        if place:
            source = _line(trial.notebook.cells[place[0] - 1].source, place[1]).strip()
            yield f"cell {place[0]}, line {place[1]}, in {function}: {source}"


def _without_repetition(lines: Iterator[str]) -> Iterator[str]:
    """Yield a line that comes several times in a row, as recursion makes them, once with their number."""
    before, times = "", 0
    for line in (*lines, ""):
        if line == before:
            times += 1
            continue
        if before:
            yield before if times == 1 else f"{before} ({times} times)"
        before, times = line, 1


def _line_of_file(path: str, number: int | None) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return _line(file.read(), number).strip()
    except OSError:
        return ""


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


def _line(text: str, number: int | None) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if number and number <= len(lines) else ""
