"""What kind of differences there are between two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.kinds import kinds_of

if TYPE_CHECKING:
    from nbtrack.compare.model import Comparison


def kinds_of_comparison(comparison: Comparison) -> tuple[str, ...]:
    """Return what went in and differs, then what came out; empty where the runs are equal in all but time."""
    found = kinds_of(comparison.notebook)
    kinds = (
        ("source", "source" in found),
        ("parameters", comparison.parameters),
        ("environment", comparison.environment or comparison.git),
        ("outputs", "outputs" in found),
        ("metrics", comparison.changed_metrics),
        ("end", comparison.ends),
    )
    return tuple(name for name, differs in kinds if differs)
