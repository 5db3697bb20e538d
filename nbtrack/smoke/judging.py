"""The verdict on a trial that has ended."""

from __future__ import annotations

from nbtrack.script.model import DROPPED
from nbtrack.smoke.verdict import FAILED, NOT_RUN, PASSED, CellRun, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.script.model import Script
    from nbtrack.smoke.job import Ended
    from nbtrack.smoke.trial import Trial

_MOST_OUTPUT = 100_000  # characters that a verdict keeps


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
        len(_cell_numbers(script)),
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


def _cell_numbers(script: Script) -> list[int]:
    return list(dict.fromkeys(place[0] for place in script.lines if place))


def _runs(trial: Trial, ended: Ended, failed: int) -> Iterator[CellRun]:
    """Yield what became of each cell; a cell without a statement passes with those before it."""
    ends_s = [mark.at_s for mark in ended.marks[1:]] + [ended.ended_s]
    took = {mark.cell: end_s - mark.at_s for mark, end_s in zip(ended.marks, ends_s, strict=False)}
    for number in _cell_numbers(trial.script):
        has_come = ended.done or number <= ended.cell
        status = FAILED if number == failed else PASSED if has_come else NOT_RUN
        yield CellRun(number, status, max(0.0, took.get(number, 0.0)))


def _text(raw_b: bytes) -> str:
    return raw_b[-4 * _MOST_OUTPUT :].decode("utf-8", "replace")[-_MOST_OUTPUT:]
