"""How often each rule found something."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.paint import Paint
    from nbtrack.report.result import Report
    from nbtrack.rules.finding import Finding


def render(report: Report, paint: Paint) -> Iterator[str]:
    """Yield a line for each rule, the most frequent first; every part went through paint."""
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_code.setdefault(finding.rule.code, []).append(finding)
    for code, found in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        fixable = sum(1 for finding in found if finding.fix and finding.fix.safety == "safe")
        mark = f"  [{fixable} fixable]" if fixable else ""
        rule = found[0].rule
        what = f"{paint(rule.name)}: {paint(rule.summary)}"
        yield f"{len(found):6}  {paint(code, 'bold')}  {what}{paint(mark, 'cyan')}"
