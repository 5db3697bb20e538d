"""Findings as JSON, `nbtrack.check/1`."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.report.fingerprint import fingerprints
from nbtrack.report.where import well_formed
from nbtrack.terminal import safe_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.report.result import Checked, Report

SCHEMA = "nbtrack.check/1"


def document(report: Report) -> dict[str, Any]:
    """Return the report as JSON values."""
    return {
        "schema": SCHEMA,
        "summary": summary(report),
        "findings": [finding for file in report.files if file.is_readable for finding in _findings(file)],
        "errors": [_error(file) for file in report.failed],
    }


def summary(report: Report) -> dict[str, int]:
    """Return the counts of a report."""
    return {
        "notebooks": len(report.files) - len(report.unreadable),
        "notebooks_with_findings": sum(1 for f in report.files if f.findings and f.is_readable),
        "findings": len(report.findings),
        "fixable": report.fixable("safe"),
        "fixable_unsafe": report.fixable("unsafe"),
        "fixed": report.fixed,
        "baseline": report.known,
        "baseline_stale": report.stale,
        "unreadable": len(report.unreadable),
    }


def render(report: Report) -> str:
    """Return the report as JSON text."""
    import json

    return safe_json(json.dumps(document(report), indent=2, ensure_ascii=True)) + "\n"


def _findings(file: Checked) -> Iterator[dict[str, Any]]:
    digests = fingerprints(file.path, file.findings)
    for (finding, file_line), digest in zip(file.located(), digests, strict=True):
        place, fix = finding.place, finding.fix
        yield {
            "path": well_formed(file.path),
            "code": finding.rule.code,
            "name": finding.rule.name,
            "level": finding.rule.level,
            "message": well_formed(finding.message),
            "cell": place.cell,
            "cell_id": None if place.cell_id is None else well_formed(place.cell_id),
            "line": place.line,
            "column": place.column,
            "end_column": place.end_column,
            "file_line": file_line,
            "fix": None if fix is None else {"title": fix.title, "safety": fix.safety},
            "fingerprint": digest,
        }


def _error(file: Checked) -> dict[str, Any]:
    error = file.error
    assert error is not None  # noqa: S101 - only files with an error come here
    place = (error.line, error.column) if isinstance(error, NotebookError) else (None, None)
    return {
        "path": well_formed(file.path),
        "code": None if file.is_readable else file.findings[0].rule.code,
        "message": well_formed(error.message),
        "hint": None if error.hint is None else well_formed(error.hint),
        "line": place[0],
        "column": place[1],
    }
