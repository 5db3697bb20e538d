"""Findings as GitHub Actions annotations, worst first.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word, so that the worst have
to come first and all belong in the step's summary (https://github.com/actions/toolkit/issues/734).
"""

from __future__ import annotations

from nbtrack.report.result import summary_line
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.report.result import Report
    from nbtrack.rules.finding import Finding
    from nbtrack.rules.rule import Level

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_WORST_FIRST: tuple[Level, ...] = ("error", "warning", "note")


def render(report: Report) -> str:
    """Return one workflow command for each finding, and the summary."""
    found = [(file.path, finding, line) for file in report.files for finding, line in file.located()]
    found.sort(key=lambda item: _WORST_FIRST.index(item[1].rule.level))
    lines = [_annotation(path, finding, line) for path, finding, line in found]
    return "".join(f"{line}\n" for line in (*lines, summary_line(report)))


def _annotation(path: str, finding: Finding, line: int) -> str:
    properties = {"file": path, "line": str(line), "title": f"{finding.rule.code} {finding.rule.name}"}
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    cell = "" if finding.place.cell is None else f"cell {finding.place.cell}: "
    return f"::{_COMMANDS[finding.rule.level]} {shown}::{_data(cell + finding.message)}"


def _data(text: str) -> str:
    """Escape a message: a line break would start a command of the notebook's own."""
    return safe_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
