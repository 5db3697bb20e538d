"""What the rules that found something are about: the beginnings of their manual pages."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.report.result import Report
    from nbtrack.rules.rule import Rule
    from nbtrack.terminal import Paint

_PARTS = {"What it does": "what", "Why it matters": "why", "Fix and its safety": "fix"}
_WIDTH = 96
_GUTTER = 8


def explanation(report: Report, paint: Paint) -> Iterator[str]:
    """Yield a paragraph for each rule that found something, once; every part went through paint."""
    rules = {finding.rule.code: finding.rule for finding in report.findings}
    for code in sorted(rules):
        yield ""
        yield from _explained(rules[code], paint)
    if rules:
        yield ""


def _explained(rule: Rule, paint: Paint) -> Iterator[str]:
    from textwrap import wrap

    yield f"{paint(rule.code, 'bold')} {paint(rule.name)}: {paint(rule.summary)}"
    for title, text in _sections(rule.page()).items():
        lines = wrap(text, _WIDTH - _GUTTER, break_long_words=False)
        for number, line in enumerate(lines):
            label = _PARTS[title] if number == 0 else ""
            yield f"  {paint(f'{label:{_GUTTER - 2}}', 'dim')}{paint(line)}"


def _sections(page: str) -> dict[str, str]:
    """Return the first paragraph of each part that explains."""
    found = {}
    for section in page.split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        if title in _PARTS:
            found[title] = " ".join(body.strip().split("\n\n")[0].split())
    return found
