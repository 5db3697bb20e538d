"""Findings as a GitLab code quality report (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

from nbtrack.report.fingerprint import fingerprints
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.report.result import Checked, Report
    from nbtrack.rules.rule import Level

_SEVERITIES: dict[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report) -> str:
    """Return a JSON list with one entry for each finding."""
    import json

    return json.dumps([entry for file in report.files for entry in _entries(file)], indent=2) + "\n"


def _entries(file: Checked) -> Iterator[dict[str, Any]]:
    digests = fingerprints(file.path, file.findings)
    for (finding, line), digest in zip(file.located(), digests, strict=True):
        cell = "" if finding.place.cell is None else f"cell {finding.place.cell}: "
        yield {
            "description": f"{cell}{safe_line(finding.message)}",
            "check_name": f"{finding.rule.code} {finding.rule.name}",
            "fingerprint": digest,
            "severity": _SEVERITIES[finding.rule.level],
            "location": {"path": file.path.removeprefix("./"), "lines": {"begin": line}},
        }
