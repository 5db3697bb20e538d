"""How often each rule found something, as JSON, `nbtrack.check-statistics/1`."""

from __future__ import annotations

from nbtrack.report.json import summary
from nbtrack.report.statistics import by_frequency, fixable_of
from nbtrack.terminal import safe_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.report.result import Report

SCHEMA = "nbtrack.check-statistics/1"


def render(report: Report) -> str:
    """Return the counts as JSON text, the most frequent rule first."""
    import json

    rules = [
        {"code": code, "name": found[0].rule.name, "findings": len(found), "fixable": fixable_of(found)}
        for code, found in by_frequency(report)
    ]
    document = {"schema": SCHEMA, "summary": summary(report), "rules": rules}
    return safe_json(json.dumps(document, indent=2)) + "\n"
