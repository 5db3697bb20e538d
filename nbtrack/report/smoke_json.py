"""Smoke runs as JSON, `nbtrack.smoke/1`."""

from __future__ import annotations

import json

from nbtrack.report.where import well_formed
from nbtrack.terminal import safe_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nbtrack.smoke.verdict import Tried, Verdict

SCHEMA = "nbtrack.smoke/1"
_MOST_OUTPUT = 10_000


def render(tried: Sequence[Tried]) -> str:
    """Return the report as JSON text."""
    document = {
        "schema": SCHEMA,
        "notebooks": [_row(each.verdict, each.file_line) for each in tried if each.verdict],
        "errors": [
            {
                "path": well_formed(each.path),
                "message": well_formed(each.error.message),
                "hint": each.error.hint,
            }
            for each in tried
            if each.error
        ],
        "not_tried": [well_formed(each.path) for each in tried if not each.verdict and not each.error],
    }
    return safe_json(json.dumps(document, indent=2, ensure_ascii=True)) + "\n"


def _row(verdict: Verdict, file_line: int) -> dict[str, Any]:
    failure, comparison = verdict.failure, verdict.comparison
    return {
        "path": well_formed(verdict.path),
        "passed": failure is None,
        "remembered": verdict.remembered,
        "cells": verdict.cells,
        "ended_in": verdict.ended_in or None,
        "duration_s": round(verdict.duration_s, 3),
        "python": verdict.python and verdict.python._asdict(),
        "skipped": [well_formed(text) for text in verdict.skipped],
        "failure": failure and _failure(failure._asdict(), file_line),
        "compared": comparison and comparison._asdict(),
        "runs": [run._replace(duration_s=round(run.duration_s, 3))._asdict() for run in verdict.runs],
        "output": well_formed(verdict.output[-_MOST_OUTPUT:]),
        "stderr": well_formed(verdict.errors[-_MOST_OUTPUT:]),
    }


def _failure(fields: dict[str, Any], file_line: int) -> dict[str, Any]:
    texts = {key: well_formed(value) for key, value in fields.items() if isinstance(value, str)}
    return {
        **fields,
        **texts,
        "trace": [well_formed(line) for line in fields["trace"]],
        "file_line": file_line,
    }
