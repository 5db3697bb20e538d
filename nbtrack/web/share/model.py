"""Chosen runs as plain values, scrubbed: what the page, the folder and the Markdown say."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.ranking import best_places
from nbtrack.compare.sides import read_notebook
from nbtrack.diff.outputs import contents_of
from nbtrack.errors import NbtrackError
from nbtrack.web.curves import curves_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.scrubbing import Scrubber

_KINDS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_RASTERS = ("png", "jpg", "gif", "webp")
_MOST_FIGURES = 12  # of one run
_MOST_POINTS = 20_000  # of all curves: about 220 KB of the page
_FEWEST_POINTS = 20


class Figure(NamedTuple):
    """A picture that a run made; `file` is its name where pictures are files."""

    title: str
    media_type: str
    raw: bytes
    file: str

    @property
    def address(self) -> str:
        """Return the picture as an address that holds it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.raw).decode()}"


class Column(NamedTuple):
    """A column of the table of runs."""

    kind: str
    name: str
    direction: str | None
    best: frozenset[int]


class SharedRun(NamedTuple):
    """One run: its facts, and what else there is to see of it."""

    facts: Mapping[str, Any]
    parameters: Mapping[str, Any]
    metrics: Mapping[str, Mapping[str, Any]]
    curves: Mapping[str, Sequence[tuple[float, float]]]
    figures: tuple[Figure, ...]


class Shared(NamedTuple):
    """All that is shared: runs, the columns in which they differ, and the parameters that all have alike."""

    title: str
    runs: tuple[SharedRun, ...]
    columns: tuple[Column, ...]
    alike: Mapping[str, Any]


def is_picture(path: str) -> bool:
    """Tell whether a file is a picture by its name."""
    return path.rpartition(".")[2] in _RASTERS


def shared_runs(
    title: str, records: Sequence[RunRecord], store: Store, scrubber: Scrubber, directions: Mapping[str, str]
) -> Shared:
    """Return what is shown of some runs; raises StoreError where the store cannot be read."""
    runs = _thinned([_run(record, store, scrubber) for record in records])
    names = dict.fromkeys(name for run in runs for name in run.parameters)
    values = {name: [run.parameters.get(name) for run in runs] for name in names}
    alike = {
        name: found[0] for name, found in values.items() if len(runs) > 1 and len(set(map(repr, found))) == 1
    }
    columns = sorted(_metric_columns(runs, directions), key=lambda column: column.direction is None)
    columns += [Column("parameter", name, None, frozenset()) for name in names if name not in alike]
    return Shared(scrubber.text(title, "the title"), tuple(runs), tuple(columns), alike)


def _metric_columns(runs: Sequence[SharedRun], directions: Mapping[str, str]) -> Iterator[Column]:
    for name in dict.fromkeys(name for run in runs for name in run.metrics):
        direction = direction_of(name, directions)
        values = [run.metrics[name]["last"] if name in run.metrics else None for run in runs]
        yield Column("metric", name, direction, best_places(values, direction))


def _run(record: RunRecord, store: Store, scrubber: Scrubber) -> SharedRun:
    where = f"run {record.id[:8]}"
    error = record.error
    facts = {
        "id": record.id,
        "name": record.name,
        "experiment": record.experiment,
        "status": record.status,
        "started": record.started,
        "duration_s": record.duration_s,
        "tags": list(record.tags),
        "note": record.note,
        "error": f"{error.name}: {error.message}" + (f" in cell {error.cell}" if error.cell else "")
        if error
        else None,
        "command": " ".join(record.command) or None,
        "commit": record.git and record.git.commit and record.git.commit[:10],
        "branch": record.git and record.git.branch,
        "python": record.environment and record.environment.python,
        "platform": record.environment and record.environment.platform,
    }
    metrics = {
        name: {"last": one.last, "min": one.min, "max": one.max, "count": one.count}
        for name, one in record.metrics.items()
    }
    return SharedRun(
        facts={name: scrubber.value(value, name, where) for name, value in facts.items()},
        parameters={
            scrubber.text(name, where): scrubber.value(one.value, name, where)
            for name, one in record.parameters.items()
        },
        metrics={scrubber.text(name, where): one for name, one in metrics.items()},
        curves={scrubber.text(name, where): points for name, points in _curves(record, store).items()},
        figures=tuple(_figures(record, store, scrubber, where)),
    )


def _curves(record: RunRecord, store: Store) -> Mapping[str, Any]:
    try:
        return curves_of(store, record)
    except (NbtrackError, FileNotFoundError):
        return {}


def _thinned(runs: Sequence[SharedRun]) -> list[SharedRun]:
    """Leave out points, so that a page of many curves can still be sent around."""
    count = sum(len(run.curves) for run in runs)
    most = max(_FEWEST_POINTS, _MOST_POINTS // max(count, 1))
    return [
        run._replace(curves={name: _every(points, most) for name, points in run.curves.items()})
        for run in runs
    ]


def _every(points: Sequence[tuple[float, float]], most: int) -> Sequence[tuple[float, float]]:
    stride = -(-len(points) // most) or 1
    kept = list(points[::stride])
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]


def _figures(record: RunRecord, store: Store, scrubber: Scrubber, where: str) -> Iterator[Figure]:
    found = [*_kept(record, store), *_drawn(record, store)]
    seen: set[bytes] = set()
    for title, media_type, raw in found:
        if raw in seen or len(seen) == _MOST_FIGURES:
            continue
        seen.add(raw)
        if media_type == "image/svg+xml":
            raw = scrubber.text(raw.decode("utf-8", "replace"), where).encode()
        file = f"{record.id}-{len(seen)}.{_KINDS[media_type]}"
        yield Figure(scrubber.text(title, where), media_type, raw, file)


def _kept(record: RunRecord, store: Store) -> Iterator[tuple[str, str, bytes]]:
    for name, artifact in record.artifacts.items():
        if artifact.media_type in _KINDS:
            try:
                yield name, artifact.media_type, store.blobs.get(artifact.blob)
            except NbtrackError:
                continue


def _drawn(record: RunRecord, store: Store) -> Iterator[tuple[str, str, bytes]]:
    """Yield the pictures among the notebook's outputs."""
    if record.notebook.executed is None:
        return
    try:
        notebook = read_notebook(record, store.blobs)
    except NbtrackError:
        return
    for cell in notebook.cells:
        for content in contents_of(cell.outputs):
            for media_type, text in content.parts:
                raw = _picture(media_type, text)
                if raw is not None:
                    yield f"cell {cell.number}", media_type, raw


def _picture(media_type: str, text: str) -> bytes | None:
    if media_type == "image/svg+xml":
        return text.encode("utf-8", "replace")
    if media_type not in _KINDS:
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return None
