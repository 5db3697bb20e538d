"""Findings one to a line, as editors and `grep` like them: `path:58: cell 7 (id), line 3: NBT305 message`."""

from __future__ import annotations

from nbtrack.report.where import cell_words, log_path, log_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Report
    from nbtrack.terminal import Paint


def render(report: Report, paint: Paint) -> Iterator[str]:
    """Yield lines whose every part went through paint; files that could not be read are told on stderr."""
    for file in report.files:
        for finding, line in file.located() if file.is_readable else ():
            mark = " [*]" if finding.has_safe_fix else ""
            words = cell_words(finding.place)
            where = f"{paint(log_path(file.path))}:{line}: " + (f"{log_text(words)}: " if words else "")
            yield f"{where}{finding.rule.code}{mark} {paint(log_text(finding.message))}"
