"""Findings as GitHub Actions annotations, worst first.

GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word, so that the
worst have to come first; what is left is printed as plain lines, and all of it belongs in the step's summary
(https://github.com/actions/toolkit/issues/734).
"""

from __future__ import annotations

from nbtrack.report.result import summary_line
from nbtrack.report.where import led_by_cell, path_from_here
from nbtrack.terminal import count_text, safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.report.result import Report
    from nbtrack.rules.finding import Finding
    from nbtrack.rules.rule import Level

    Located = tuple[str, Finding, int]

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_WORST_FIRST: tuple[Level, ...] = ("error", "warning", "note")
MOST_OF_A_LEVEL = 10


def render(report: Report) -> str:
    """Return a workflow command for each finding that GitHub will show, lines for the others, the summary."""
    shown, rest = _shown(report)
    lines = [_annotation(*located) for located in shown]
    if rest:
        lines.append(f"{count_text(len(rest), 'finding')} more than GitHub shows as annotations of one step:")
        lines.extend(_plain(*located) for located in rest)
    return "".join(f"{line}\n" for line in (*lines, summary_line(report)))


def _shown(report: Report) -> tuple[list[Located], list[Located]]:
    shown: list[Located] = []
    rest: list[Located] = []
    for level in _WORST_FIRST:
        found = [(file.path, f, line) for file in report.files for f, line in file.located()]
        of_level = [located for located in found if located[1].rule.level == level]
        shown += of_level[:MOST_OF_A_LEVEL]
        rest += of_level[MOST_OF_A_LEVEL:]
    return shown, rest


def _annotation(path: str, finding: Finding, line: int) -> str:
    command = _COMMANDS[finding.rule.level]
    title = f"{finding.rule.code} {finding.rule.name}"
    return annotation(command, path, line, title, led_by_cell(finding.place, finding.message))


def annotation(command: str, path: str, line: int, title: str, message: str) -> str:
    """Return the workflow command that puts a message at a line of a file."""
    properties = {"file": path_from_here(path), "line": str(line), "title": title}
    shown = ",".join(f"{key}={property_text(value)}" for key, value in properties.items())
    return f"::{command} {shown}::{message_text(message)}"


def _plain(path: str, finding: Finding, line: int) -> str:
    """Return a line that is no command: those begin with "::", or in the old form have "##[" anywhere."""
    text = led_by_cell(finding.place, finding.message)
    return f"- {safe_line(f'{path_from_here(path)}:{line}: {finding.rule.code} {text}')}".replace(
        "##[", "# #["
    )


def message_text(text: str) -> str:
    """Escape a message, on one line: a line break would start a command of the notebook's own."""
    return safe_line(text).replace("%", "%25")


def property_text(text: str) -> str:
    """Escape a property of a command, which ends at a colon or a comma."""
    return message_text(text).replace(":", "%3A").replace(",", "%2C")
