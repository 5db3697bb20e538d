"""Pictures of several runs beside each other: files of one name, and what one cell drew in each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from nbtrack.diff.align import places_after
from nbtrack.errors import NbtrackError
from nbtrack.notebook.mime_types import RASTERS
from nbtrack.web.notebook.outputs import outputs_of
from nbtrack.web.notebook.reading import notebook_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.notebook.document import Cell
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

MOST = 24  # rows of pictures


class Beside(NamedTuple):
    """A picture: what it is called, and where each run has its own; None where a run has none."""

    name: str
    addresses: list[str | None]


def pictures_beside(store: Store, runs: Sequence[RunRecord]) -> list[Beside]:
    """Return all pictures of the runs, those that they logged first."""
    return [*logged_beside(runs), *_drawn_beside(store, runs)][:MOST]


def logged_beside(runs: Sequence[RunRecord]) -> list[Beside]:
    """Return the pictures among the files of the runs, by name."""
    return named_beside([{name: _address(run, name) for name in _pictures_among(run)} for run in runs])


def named_beside(pictures: Sequence[Mapping[str, str]]) -> list[Beside]:
    """Return pictures by name, of which each run says where they are."""
    names = dict.fromkeys(name for own in pictures for name in own)
    return [Beside(name, [own.get(name) for own in pictures]) for name in names]


def _address(run: RunRecord, name: str) -> str:
    return f"/run/{run.id}/artifact/{quote(name, safe='')}"


def _pictures_among(run: RunRecord) -> list[str]:
    return [name for name, file in run.artifacts.items() if file.media_type in RASTERS]


def _drawn_beside(store: Store, runs: Sequence[RunRecord]) -> Iterator[Beside]:
    cells = [_cells(store, run) for run in runs]
    return drawn_beside(cells, [dict(_pictures(run, one)) for run, one in zip(runs, cells, strict=True)])


def drawn_beside(
    cells: Sequence[Sequence[Cell]], drawn: Sequence[Mapping[int, Sequence[str]]]
) -> Iterator[Beside]:
    """Yield what each cell of the first run drew in all of them, wherever it stands there.

    `drawn` says where the pictures of a cell are, by its number.
    """
    first = next((one for one in cells if one), [])
    matched = [_numbers(first, one) for one in cells]
    for cell in first:
        places = [numbers.get(cell.number) for numbers in matched]
        shown = [found.get(place, []) if place else [] for found, place in zip(drawn, places, strict=True)]
        for nth in range(max(map(len, shown))):
            name = f"cell {cell.number}" + (f", picture {nth + 1}" if nth else "")
            yield Beside(name, [found[nth] if nth < len(found) else None for found in shown])


def _cells(store: Store, run: RunRecord) -> list[Cell]:
    try:
        notebook = notebook_of(store, run)
    except (NbtrackError, OSError):
        return []  # what is lost costs this run its pictures only
    return list(notebook.cells) if notebook else []


def _numbers(first: Sequence[Cell], other: Sequence[Cell]) -> dict[int, int]:
    """Return the number in another run of each cell of the first."""
    return {first[old].number: other[new].number for old, new in places_after(first, other).items()}


def _pictures(run: RunRecord, cells: Sequence[Cell]) -> Iterator[tuple[int, list[str]]]:
    for cell in cells:
        outputs = outputs_of(cell, f"/run/{run.id}/output/{cell.number}") if cell.outputs else []
        if found := [one["address"] for one in outputs if one["kind"] == "picture"]:
            yield cell.number, found
