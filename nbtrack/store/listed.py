"""A run at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nbtrack.store.record import RunRecord


class Listed(NamedTuple):
    """What is listed of a run, and where its values stand: nowhere yet while a chunk is not full."""

    id: str
    experiment: str
    started: str
    status: str
    kind: str
    name: str | None
    chunk: int | None = None
    place: int = 0


def glance(run: RunRecord) -> Listed:
    """Return what is listed of a record."""
    return Listed(run.id, run.experiment, run.started, run.status, run.kind, run.name)


def apart_from_chunks(runs: Iterable[Listed]) -> list[Listed]:
    """Return runs as if they were in no chunk: all columns of a few are read quicker from their rows."""
    return [run._replace(chunk=None) for run in runs]


# Facts that need no column.
LISTED_FACTS: dict[str, Callable[[Listed], Any]] = {
    "id": lambda run: run.id,
    "name": lambda run: run.name,
    "notebook": lambda run: run.experiment,
    "status": lambda run: run.status,
    "started": lambda run: run.started,
}
