"""A comparison as JSON values and back: for `--json`, and as the blob beside a record."""

from __future__ import annotations

from typing import Any

from nbtrack.compare.comparison import Change, Comparison
from nbtrack.diff.diff_json import diff_from_json, diff_to_json

SCHEMA = "nbtrack.comparison/1"
_CHANGES = ("parameters", "metrics", "environment", "git", "ends")


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON values."""
    found: dict[str, Any] = {"schema": SCHEMA, "old": comparison.old, "new": comparison.new}
    for name in _CHANGES:
        found[name] = [change._asdict() for change in getattr(comparison, name)]
    return found | {"notebook": diff_to_json(comparison.notebook)}


def comparison_from_json(found: dict[str, Any]) -> Comparison:
    """Return the comparison of JSON values; raises ValueError for another schema."""
    if found.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema {found.get('schema')!r}, this nbtrack knows {SCHEMA}")
    changes = {name: tuple(Change(**change) for change in found[name]) for name in _CHANGES}
    return Comparison(
        old=found["old"], new=found["new"], notebook=diff_from_json(found["notebook"]), **changes
    )
