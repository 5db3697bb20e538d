"""Try one notebook outside Jupyter: all that a run needs to know beforehand, and the verdict after it."""

from __future__ import annotations

import os

from nbtrack.script.model import DROPPED
from nbtrack.script.plain import plain_script
from nbtrack.smoke.verdict import FAILED, NOT_RUN, PASSED, CellRun, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import NamedTuple

    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.script.model import Script
    from nbtrack.smoke.interpreter import Interpreter
    from nbtrack.smoke.job import Ended
else:
    from nbtrack.values import NamedTuple

_MOST_OUTPUT = 100_000  # characters that a verdict keeps


class Limits(NamedTuple):
    """How long a notebook may run, and how much memory its processes may have: 0 for as much as there is."""

    timeout_s: float
    memory_bytes: int = 0


class Conditions(NamedTuple):
    """How a notebook is to be tried; `given` are the variables that a person sets for it.

    `copy_bytes` is None where it runs in its own folder, else the most that a scratch copy may take; `verify`
    is None where outputs are not compared; `expected` has metrics of a recorded run, to compare as well.
    """

    limits: Limits
    shell: str
    python: Interpreter
    given: Mapping[str, str] = {}
    parameters: tuple[Given, ...] = ()
    copy_bytes: int | None = None
    verify: Tolerance | None = None
    expected: Mapping[str, float] = {}


class Trial(NamedTuple):
    """One notebook, its script, and how it is tried.

    `folder` is the notebook's. `shown` are cells whose last value is wanted, `final` names whose last values
    are. With a `key` the child says what the run depended on besides.
    """

    notebook: Notebook
    script: Script
    conditions: Conditions
    folder: str
    shown: tuple[int, ...] = ()
    final: tuple[str, ...] = ()
    key: bytes = b""


def trial_of(notebook: Notebook, conditions: Conditions) -> Trial:
    """Make the script; raises ScriptError and RunError."""
    script = plain_script(notebook) or _translated(notebook, conditions.shell)
    if conditions.parameters:
        from nbtrack.smoke.parameters import with_parameters

        script = with_parameters(script, notebook, conditions.parameters)
    folder = os.path.abspath(os.path.dirname(notebook.path) or ".")
    trial = Trial(notebook, script, conditions, folder)
    if conditions.verify is None:
        return trial
    from nbtrack.smoke.verify import shown_cells

    return trial._replace(shown=shown_cells(notebook), final=tuple(conditions.expected))


def _translated(notebook: Notebook, shell: str) -> Script:
    from nbtrack.script.extract import extract
    from nbtrack.script.magics.custom import magics_of
    from nbtrack.settings import read_settings

    return extract(notebook, shell, magics_of(read_settings(os.path.dirname(notebook.path) or ".")))


def verdict_of(trial: Trial, ended: Ended) -> Verdict:
    """Say what a run came to."""
    notebook, script = trial.notebook, trial.script
    failure = None
    if ended.code or ended.stopped or ended.report is not None:
        from nbtrack.smoke.blame import failure_of  # most notebooks do not fail

        failure = failure_of(ended, trial)
    comparison = None
    if failure is None and trial.conditions.verify is not None:
        from nbtrack.smoke.verify import compared

        comparison, failure = compared(trial, ended)
    return Verdict(
        notebook.path,
        len(cell_numbers(script)),
        ended.ended_s - ended.began_s,
        failure,
        tuple(e.text for e in script.ledger if e.verdict == DROPPED and e.reason.startswith("skipped")),
        _text(ended.output_b),
        _text(ended.errors_b),
        0 if failure or ended.done else ended.cell,
        tuple(_runs(trial, ended, failure.cell if failure else 0)),
        comparison,
        trial.conditions.python,
        ended.used,
    )


def cell_numbers(script: Script) -> list[int]:
    """Return the cells that a script holds, in their order."""
    return list(dict.fromkeys(place[0] for place in script.lines if place))


def _runs(trial: Trial, ended: Ended, failed: int) -> Iterator[CellRun]:
    """Yield what became of each cell; a cell without a statement passes with those before it."""
    ends_s = [mark.at_s for mark in ended.marks[1:]] + [ended.ended_s]
    took = {mark.cell: end_s - mark.at_s for mark, end_s in zip(ended.marks, ends_s, strict=False)}
    for number in cell_numbers(trial.script):
        has_come = ended.done or number <= ended.cell
        status = FAILED if number == failed else PASSED if has_come else NOT_RUN
        yield CellRun(number, status, max(0.0, took.get(number, 0.0)))


def _text(raw_b: bytes) -> str:
    return raw_b[-4 * _MOST_OUTPUT :].decode("utf-8", "replace")[-_MOST_OUTPUT:]
