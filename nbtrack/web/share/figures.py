"""Pictures of a shared run: files that it logged, and what its notebook drew."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.outputs import parts_at
from nbtrack.errors import NbtrackError
from nbtrack.notebook.mime_types import RASTERS, SVG
from nbtrack.web.notebook.outputs import outputs_of, picture_or_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.scrubbing import Scrubber

FIGURES = "figures"  # the folder of pictures
_RASTERS = ("png", "jpg", "gif", "webp")
_KINDS = {**dict(zip(RASTERS, _RASTERS, strict=True)), SVG: "svg"}
_MOST = 24  # of one run

Place = tuple[int, int]  # the numbers of a cell and of one of its outputs


class Figure(NamedTuple):
    """A picture; `file` is its name where pictures are files, `places` are outputs that show it.

    `is_logged` tells whether the run logged it as a file of its own.
    """

    title: str
    media_type: str
    raw: bytes
    file: str
    places: tuple[Place, ...]
    is_logged: bool

    @property
    def may_run(self) -> bool:
        """Tell whether a browser would run scripts in it as a file, which it never does in an `img`."""
        return self.media_type == SVG

    @property
    def address(self) -> str:
        """Return the picture as an address that holds it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.raw).decode()}"


def is_picture(path: str) -> bool:
    """Tell whether a file is a picture by its name."""
    return path.rpartition(".")[2] in _RASTERS


def figures_of(
    record: RunRecord, store: Store, notebook: Notebook | None, scrubber: Scrubber, where: str
) -> Iterator[Figure]:
    """Yield the pictures of a run, each once; the notebook is scrubbed already."""
    found: dict[tuple[str, bytes], tuple[str, list[Place]]] = {}
    for title, media_type, raw in _kept(record, store):
        clean = scrubber.text(raw.decode("utf-8", "replace"), where).encode() if media_type == SVG else raw
        found.setdefault((media_type, clean), (scrubber.text(title, where), []))
    logged = len(found)
    for place, media_type, raw in _drawn(notebook) if notebook else ():
        found.setdefault((media_type, raw), (f"cell {place[0]}", []))[1].append(place)
    for number, ((media_type, raw), (title, places)) in enumerate([*found.items()][:_MOST], 1):
        file = f"{record.id}-{number}.{_KINDS[media_type]}"
        yield Figure(title, media_type, raw, file, tuple(places), number <= logged)


def pictures_by_place(figures: Iterable[Figure], addresses: Mapping[str, str]) -> dict[Place, dict[str, str]]:
    """Return the picture of an output: its address, and the file that it is."""
    return {
        place: {"address": addresses[figure.file], "file": figure.file}
        for figure in figures
        for place in figure.places
    }


def _kept(record: RunRecord, store: Store) -> Iterator[tuple[str, str, bytes]]:
    for name, artifact in record.artifacts.items():
        if artifact.media_type in _KINDS:
            try:
                yield name, artifact.media_type, store.blobs.get(artifact.blob)
            except NbtrackError:
                continue


def _drawn(notebook: Notebook) -> Iterator[tuple[Place, str, bytes]]:
    for cell in notebook.cells:
        for output in outputs_of(cell, ""):
            if output["kind"] == "picture":
                found = picture_or_frame(parts_at(cell.outputs, output["number"]))
                if found:
                    yield (cell.number, output["number"]), *found
