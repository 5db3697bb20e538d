"""Curves of shared runs as drawings: a picture for each metric, a line for each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.web.curves import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.web.share.model import Shared

_WIDTH, _HEIGHT = 360.0, 150.0
_HUES = 10  # colours of curves, in share.css


def drawings_of(shared: Shared) -> Iterator[dict[str, Any]]:
    """Yield a chart for each metric that has curves: a line for each run, all on one scale."""
    for name in dict.fromkeys(name for run in shared.runs for name in run.curves):
        having = [(place, run) for place, run in enumerate(shared.runs) if name in run.curves]
        curves = [run.curves[name] for _, run in having]
        values = [value for points in curves for _, value in points]
        steps = [step for points in curves for step, _ in points]
        drawn = lines(curves, _WIDTH, _HEIGHT)
        yield {
            "name": name,
            "low": min(values, default=0.0),
            "high": max(values, default=0.0),
            "first": min(steps, default=0.0),
            "last": max(steps, default=0.0),
            "lines": [
                {
                    "points": points,
                    "hue": place % _HUES,
                    "id": run.facts["id"],
                    "label": run.facts["name"] or run.facts["id"][:8],
                }
                for (place, run), points in zip(having, drawn, strict=True)
            ],
        }
