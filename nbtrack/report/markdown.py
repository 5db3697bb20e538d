"""Findings as Markdown, for a pull request or a step's summary."""

from __future__ import annotations

from nbtrack.report.result import summary_line
from nbtrack.report.where import cell_words, path_from_here
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.finding import Finding

_HEAD = "| cell | line of the file | rule | finding |\n|---|---|---|---|\n"
COMMENT = 60_000  # a comment on GitHub holds 65,536 characters
STEP_SUMMARY = 900_000  # a step's summary holds 1 MiB


def render(report: Report, most: int = COMMENT) -> str:
    """Return the summary, and a table for each notebook that has findings, in so many bytes at most."""
    parts = [f"**nbtrack check**: {markdown_text(summary_line(report))}\n"]
    left = most
    cut = 0
    for file in report.files:
        rows = []
        for row in _rows(file):
            left -= len(row.encode())
            if left > 0:
                rows.append(row)
        cut += len(file.findings) - len(rows)
        if rows:
            head = f"\n### {markdown_text(path_from_here(file.path))}\n\n{_HEAD}"
            parts.append(head + "".join(rows))
            left -= len(head.encode())
    if cut:
        parts.append(more_text(cut))
    return "".join(parts)


def more_text(count: int) -> str:
    """Say how many rows there was no room for."""
    return f"\n{count} more {'is' if count == 1 else 'are'} not shown.\n"


def _rows(file: Checked) -> Iterator[str]:
    for finding, line in file.located():
        rule = finding.rule
        where = markdown_text(cell_words(finding.place).removeprefix("cell "))
        what = f"{markdown_text(finding.message)}{_mark(finding)}"
        yield f"| {where} | {line} | {rule.code} {rule.name} | {what} |\n"


def _mark(finding: Finding) -> str:
    return " *(fixable)*" if finding.has_safe_fix else ""


def markdown_text(text: str) -> str:
    """Escape what Markdown or HTML would obey, mentions of people and bare addresses included."""
    text = safe_line(text).replace("&", "&amp;").replace("<", "&lt;")
    for linked in ("@", "://", "www."):
        text = text.replace(linked, f"{linked[0]}<!-- -->{linked[1:]}")
    return "".join("\\" + c if c in "\\`*_[]|#~" else c for c in text)
