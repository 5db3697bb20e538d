"""How often each rule found something."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Report
    from nbtrack.rules.finding import Finding
    from nbtrack.terminal import Paint


def render(report: Report, paint: Paint) -> Iterator[str]:
    """Yield a line for each rule, the most frequent first; every part went through paint."""
    for code, found in by_frequency(report):
        fixable = fixable_of(found)
        mark = f"  [{fixable} fixable]" if fixable else ""
        rule = found[0].rule
        what = f"{paint(rule.name)}: {paint(rule.summary)}"
        yield f"{len(found):6}  {paint(code, 'bold')}  {what}{paint(mark, 'cyan')}"


def by_frequency(report: Report) -> list[tuple[str, list[Finding]]]:
    """Return the findings of each rule, the most frequent first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_code.setdefault(finding.rule.code, []).append(finding)
    return sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))


def fixable_of(found: list[Finding]) -> int:
    """Count what a safe fix would mend."""
    return sum(finding.has_safe_fix for finding in found)
