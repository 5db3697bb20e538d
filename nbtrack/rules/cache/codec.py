"""What was found in one notebook as a line of JSON, and back: all that reports show, without the edits."""

from __future__ import annotations

from nbtrack.notebook.scan import parse_bytes
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nbtrack.rules.rule import Rule

    Found = tuple[tuple[Finding, ...], tuple[int, ...]]

_NOTHING_B = b"[[],[]]"


def packed(findings: Sequence[Finding], file_lines: Sequence[int]) -> bytes:
    """Return findings and their physical lines as one line of ASCII."""
    import json

    rows = [_row(finding) for finding in findings]
    return json.dumps([rows, list(file_lines)], separators=(",", ":")).encode("ascii")


def unpacked(raw: bytes, rules: dict[str, Rule]) -> Found | None:
    """Return what `packed` was given, with these rules by their codes; None for anything else."""
    if raw == _NOTHING_B:  # most notebooks, in a repository that is checked
        return (), ()
    try:
        rows, file_lines = parse_bytes(raw)
        return tuple(_finding(row, rules) for row in rows), tuple(file_lines)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _row(finding: Finding) -> list[Any]:
    place, fix = finding.place, finding.fix
    where = [
        list(place.pointer),
        place.cell,
        place.cell_id,
        place.line,
        place.column,
        place.end_column,
        place.snippet,
    ]
    return [finding.rule.code, finding.message, finding.mark, fix and [fix.title, fix.safety], where]


def _finding(row: list[Any], rules: dict[str, Rule]) -> Finding:
    code, message, mark, fix, where = row
    pointer, cell, cell_id, line, column, end_column, snippet = where
    place = Place(
        tuple(pointer),
        cell=cell,
        cell_id=cell_id,
        line=line,
        column=column,
        end_column=end_column,
        snippet=snippet,
    )
    return Finding(rules[code], place, message, fix and Fix(fix[0], (), fix[1]), mark=mark)
