"""Say once what a result shows twice: most hold themselves as a text and as a page."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.rules.finding import Finding


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Drop what says the same of the same place as a finding before it."""
    said = set()
    for finding in findings:
        place = finding.place
        key = (place.pointer, place.line, place.column, finding.message, finding.mark)
        if key not in said:
            said.add(key)
            yield finding
