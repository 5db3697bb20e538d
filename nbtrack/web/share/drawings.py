"""Curves of shared runs: each metric with a line for each run, and its points to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.natural_order import natural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.web.share.model import Shared


def curves_beside(shared: Shared) -> list[dict[str, Any]]:
    """Return each metric that has a curve in one of the runs, with the curves of all."""
    names = sorted({name for run in shared.runs for name in run.curves}, key=natural)
    return [
        {
            "name": name,
            "runs": [run.curves.get(name, []) for run in shared.runs],
            "missing": [run.metrics[name]["missing"] if name in run.curves else {} for run in shared.runs],
        }
        for name in names
    ]


def points_of(curves: Sequence[Mapping[str, Any]], shared: Shared) -> dict[str, Any]:
    """Return what the page keeps of its curves: by metric, the points of each run by its place."""
    return {
        "runs": [{"id": run.facts["id"], "name": run.facts["name"]} for run in shared.runs],
        "metrics": {curve["name"]: [_plain(points) for points in curve["runs"]] for curve in curves},
    }


def _plain(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points in few bytes: steps are whole where they can be, values have nine digits."""
    return [(int(step) if step.is_integer() else step, float(f"{value:.9g}")) for step, value in points]
