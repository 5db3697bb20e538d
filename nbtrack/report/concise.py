"""Findings one to a line, as editors and `grep` like them: `path:cell 7:3:1: NBT305 message`."""

from __future__ import annotations

from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.paint import Paint
    from nbtrack.report.result import Report
    from nbtrack.rules.place import Place


def render(report: Report, paint: Paint) -> Iterator[str]:
    """Yield lines whose every part went through paint; files that could not be read are told on stderr."""
    for file in report.files:
        for finding in file.findings if file.error is None else ():
            mark = " [*]" if finding.fix and finding.fix.safety == "safe" else ""
            where = f"{paint(safe_line(file.path))}{_where(finding.place)}"
            yield f"{where}: {finding.rule.code}{mark} {paint(safe_line(finding.message))}"


def _where(place: Place) -> str:
    if place.cell is None:
        return ""
    return f":cell {place.cell}" + ("" if place.line is None else f":{place.line}:{place.column}")
