"""Findings as a GitLab code quality report (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

from nbtrack.report.fingerprint import fingerprints
from nbtrack.report.where import led_by_cell, path_from_here, well_formed
from nbtrack.terminal import safe_json, safe_line

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

    return (
        safe_json(json.dumps([entry for file in report.files for entry in _entries(file)], indent=2)) + "\n"
    )


def _entries(file: Checked) -> Iterator[dict[str, Any]]:
    digests = fingerprints(file.path, file.findings)
    for (finding, line), digest in zip(file.located(), digests, strict=True):
        yield {
            "description": safe_line(led_by_cell(finding.place, finding.message)),
            "check_name": f"{finding.rule.code} {finding.rule.name}",
            "fingerprint": digest,
            "severity": _SEVERITIES[finding.rule.level],
            "location": {"path": well_formed(path_from_here(file.path)), "lines": {"begin": line}},
        }
