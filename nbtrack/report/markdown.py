"""Findings as Markdown, for a pull request or a step's summary."""

from __future__ import annotations

from nbtrack.report.result import summary_line
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Finding

_HEAD = "| cell | rule | finding |\n|---|---|---|\n"
_MOST_ROWS = 200  # a step's summary holds 1 MiB, a comment 65,536 characters


def render(report: Report) -> str:
    """Return the summary, and a table for each notebook that has findings."""
    parts = [f"**nbtrack check**: {summary_line(report)}\n"]
    left = _MOST_ROWS
    for file in report.files:
        if file.findings and left > 0:
            parts.append(f"\n### {_text(file.path)}\n\n{_HEAD}" + "".join(_rows(file, left)))
            left -= len(file.findings)
    if left < 0:
        parts.append(f"\n{-left} more are not shown.\n")
    return "".join(parts)


def _rows(file: Checked, most: int) -> Iterator[str]:
    for finding in file.findings[:most]:
        rule = finding.rule
        yield f"| {_where(finding)} | {rule.code} {rule.name} | {_text(finding.message)}{_mark(finding)} |\n"


def _where(finding: Finding) -> str:
    place = finding.place
    if place.cell is None:
        return ""
    return f"{place.cell}" if place.line is None else f"{place.cell}, line {place.line}"


def _mark(finding: Finding) -> str:
    return " *(fixable)*" if finding.fix and finding.fix.safety == "safe" else ""


def _text(text: str) -> str:
    """Escape what Markdown or HTML would obey, mentions of people included."""
    text = safe_line(text).replace("&", "&amp;").replace("<", "&lt;").replace("@", "@<!-- -->")
    return "".join("\\" + c if c in "\\`*_[]|#~" else c for c in text)
