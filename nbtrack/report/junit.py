"""Findings as JUnit XML: one suite for each notebook, one failed test for each finding."""

from __future__ import annotations

from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Finding


def render(report: Report) -> str:
    """Return the XML; a notebook without findings is a suite of one test that passed."""
    suites = "".join(line for file in report.files for line in _suite(file))
    tests = sum(max(1, len(file.findings)) for file in report.files)
    failures = sum(len(file.findings) for file in report.files)
    counts = f'tests="{tests}" failures="{failures}" errors="0"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nbtrack check" {counts}>\n'
    return f"{head}{suites}</testsuites>\n"


def _suite(file: Checked) -> Iterator[str]:
    path = _attribute(file.path)
    count = len(file.findings)
    yield f'  <testsuite name="{path}" tests="{max(1, count)}" failures="{count}" errors="0">\n'
    if not file.findings:
        yield f'    <testcase classname="{path}" name="no findings"/>\n'
    for finding, line in file.located():
        name = _attribute(f"{finding.rule.code} {finding.rule.name}{_where(finding)}")
        message = _attribute(finding.message)
        yield f'    <testcase classname="{path}" name="{name}" file="{path}" line="{line}">\n'
        yield f'      <failure type="{finding.rule.code}" message="{message}"/>\n    </testcase>\n'
    yield "  </testsuite>\n"


def _where(finding: Finding) -> str:
    place = finding.place
    if place.cell is None:
        return ""
    return f" in cell {place.cell}" + ("" if place.line is None else f", line {place.line}")


def _attribute(text: str) -> str:
    """Escape an attribute; control characters cannot stand in XML at all."""
    text = safe_line(text).encode("utf-8", "backslashreplace").decode("utf-8")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
