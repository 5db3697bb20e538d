"""Smoke runs as JUnit XML: one suite for each notebook, one test for each of its cells."""

from __future__ import annotations

from nbtrack.report.junit import attribute
from nbtrack.report.smoke_summary import told
from nbtrack.report.where import path_from_here
from nbtrack.smoke.verdict import FAILED, NOT_RUN, PASSED, CellRun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.smoke.verdict import Failure, Tried, Verdict


def render(tried: Sequence[Tried]) -> str:
    """Return the XML; cells behind the one that fails are skipped tests."""
    suites = "".join(line for each in tried for line in _suite(each))
    totals = [sum(numbers) for numbers in zip(*map(_counts, tried), strict=True)][:3] or [0, 0, 0]
    took_s = sum(each.verdict.duration_s for each in tried if each.verdict)
    head = f'<testsuites name="nbtrack smoke" {_attributes(totals)} time="{took_s:.3f}">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{suites}</testsuites>\n'


def _tests(verdict: Verdict) -> tuple[CellRun, ...]:
    """Return the cells; what fails in none of them, as before the first one, is a test of its own."""
    failure = verdict.failure
    if verdict.runs and not (failure and all(run.number != failure.cell for run in verdict.runs)):
        return verdict.runs
    return (CellRun(0, FAILED if failure else PASSED, 0.0), *verdict.runs)


def _counts(tried: Tried) -> list[int]:
    """Return tests, failures, errors and skipped."""
    if tried.verdict is None:
        return [1, 0, int(tried.error is not None), int(tried.error is None)]
    states = [run.status for run in _tests(tried.verdict)]
    return [len(states), states.count(FAILED), 0, states.count(NOT_RUN)]


def _attributes(counts: Sequence[int]) -> str:
    names = ("tests", "failures", "errors", "skipped")
    return " ".join(f'{name}="{number}"' for name, number in zip(names, counts, strict=False))


def _suite(tried: Tried) -> Iterator[str]:
    path = attribute(path_from_here(tried.path))
    took_s = tried.verdict.duration_s if tried.verdict else 0.0
    yield f'  <testsuite name="{path}" {_attributes(_counts(tried))} time="{took_s:.3f}">\n'
    if tried.verdict is None:
        inner = f'<error message="{attribute(tried.error.message)}"/>' if tried.error else "<skipped/>"
        yield f'    <testcase classname="{path}" name="notebook" time="0">{inner}</testcase>\n'
    else:
        for run in _tests(tried.verdict):
            yield _case(path, run, tried)
    yield "  </testsuite>\n"


def _case(path: str, run: CellRun, tried: Tried) -> str:
    name = f"cell {run.number}" if run.number else "notebook"
    head = f'    <testcase classname="{path}" name="{name}" time="{run.duration_s:.3f}"'
    failure = tried.verdict.failure if tried.verdict else None
    if run.status == FAILED and failure:
        return f"{head}>{_failure(failure, f'{path}:{tried.file_line}:')}</testcase>\n"
    return f"{head}><skipped/></testcase>\n" if run.status == NOT_RUN else f"{head}/>\n"


def _failure(failure: Failure, where: str) -> str:
    place = f"line {failure.line}: " if failure.line else ""
    message = attribute(f"{place}{told(failure)}")
    body = "\n".join(filter(None, (failure.source, *failure.trace)))
    inner = "\n".join((f"{where} {message}", *(attribute(line) for line in body.split("\n"))))
    return f'<failure type="{failure.kind or "error"}" message="{message}">{inner}</failure>'
