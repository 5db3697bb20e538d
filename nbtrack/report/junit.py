"""Findings as JUnit XML: one suite for each notebook, one failed test for each finding.

Of all attributes that servers know these are the ones that none refuses: the schema of Jenkins' xUnit plugin,
which it holds reports to, has no `file` and no `line` for a test. All of them show the text of a failure, so
that the place stands there.
"""

from __future__ import annotations

from nbtrack.report.where import cell_words, led_by_cell, path_from_here
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Finding


def render(report: Report) -> str:
    """Return the XML; a notebook without findings is a suite of one test that passed."""
    suites = "".join(line for file in report.files for line in _suite(file))
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nbtrack check" {_counts(report.files)}>\n'
    )
    return f"{head}{suites}</testsuites>\n"


def _counts(files: Sequence[Checked]) -> str:
    tests = sum(max(1, len(file.findings)) for file in files)
    failures = sum(len(file.findings) for file in files if file.is_readable)
    errors = sum(len(file.findings) for file in files if not file.is_readable)
    return f'tests="{tests}" failures="{failures}" errors="{errors}" time="0"'


def _suite(file: Checked) -> Iterator[str]:
    path = attribute(path_from_here(file.path))
    yield f'  <testsuite name="{path}" {_counts([file])}>\n'
    if not file.findings:
        yield f'    <testcase classname="{path}" name="no findings" time="0"/>\n'
    tag = "failure" if file.is_readable else "error"
    seen: dict[str, int] = {}
    for finding, line in file.located():
        name = _name(finding, seen)
        message = attribute(led_by_cell(finding.place, finding.message))
        yield f'    <testcase classname="{path}" name="{attribute(name)}" time="0">\n'
        yield f'      <{tag} type="{finding.rule.code}" message="{message}">'
        yield f"{path}:{line}: {message}</{tag}>\n    </testcase>\n"  # what GitLab shows, and others below it
    yield "  </testsuite>\n"


def _name(finding: Finding, seen: dict[str, int]) -> str:
    """Name a test; servers take two of one name for the same test, run twice."""
    words = cell_words(finding.place)
    name = f"{finding.rule.code} {finding.rule.name}" + (f" in {words}" if words else "")
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}, {seen[name]}"


def attribute(text: str) -> str:
    """Escape an attribute or a line of text, and what a CI server would obey in a log that shows the report.

    Control characters cannot stand in XML at all.
    """
    text = safe_line(text).replace("&", "&amp;").replace("<", "&lt;")
    text = text.replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("##", "#&#35;").replace("::", ":&#58;")
