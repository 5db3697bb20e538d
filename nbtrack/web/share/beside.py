"""Pictures of shared runs beside each other, as the live page has them, by the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.web.pictures_beside import MOST, drawn_beside, named_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.web.pictures_beside import Beside
    from nbtrack.web.share.model import SharedRun


def files_beside(runs: Sequence[SharedRun]) -> list[Beside]:
    """Return the rows of pictures; those of two runs that their cells drew stand among their code."""
    logged = [{one.title: one.file for one in run.figures if one.is_logged} for run in runs]
    cells = [list(run.details.notebook.cells) if run.details.notebook else [] for run in runs]
    drawn = drawn_beside(cells, [_drawn(run) for run in runs]) if len(runs) > 2 else ()
    return [*named_beside(logged), *drawn][:MOST]


def _drawn(run: SharedRun) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    placed = [(place, figure.file) for figure in run.figures for place in figure.places]
    for (cell, _), file in sorted(placed):
        found.setdefault(cell, []).append(file)
    return found
