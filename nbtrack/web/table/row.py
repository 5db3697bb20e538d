"""One run of the table: what a condition or a column may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.annotations import said_tags_and_note
from nbtrack.store.record import Environment, GitState, RecordedNotebook
from nbtrack.store.statuses import RUN
from nbtrack.web.table.columns import MetricColumns, Metrics, ParameterColumns, Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.store.annotations import Annotation

_NO_NOTEBOOK = RecordedNotebook()


class Shelf:
    """The columns of all rows."""

    __slots__ = ("metrics", "parameters")

    def __init__(self) -> None:
        self.parameters = ParameterColumns()
        self.metrics = MetricColumns()


class RunRow:
    """A run at a place of the columns; it answers to the names of `RunRecord` that a table needs."""

    __slots__ = (
        *("duration_s", "environment", "experiment", "git", "id", "kind", "metrics", "name", "note"),
        *("notebook", "parameters", "place", "previous_row", "script", "sealed", "series", "started"),
        *("status", "tags"),
    )

    def __init__(self, found: Mapping[str, Any], shelf: Shelf, place: int) -> None:
        self.place = place
        self.id: str = found["id"]
        self.experiment: str = found["experiment"]
        self.started: str = found["started"]
        self.status: str = found["status"]
        self.kind: str = found.get("kind", RUN)
        self.name: str | None = found.get("name")
        self.duration_s: float | None = found.get("duration_s")
        self.script: str | None = found.get("script")
        self.series: str | None = found.get("series")
        self.git = _git(found.get("git"))
        self.environment = _environment(found.get("environment"))
        self.notebook = _notebook(found.get("notebook"))
        self.sealed = (tuple(found.get("tags", ())), found.get("note"))
        self.tags: tuple[str, ...] = self.sealed[0]
        self.note: str | None = self.sealed[1]
        self.previous_row: RunRow | None = None
        shelf.parameters.put(place, found.get("parameters", {}))
        shelf.metrics.put(place, found.get("metrics", {}))
        self.parameters = Parameters(shelf.parameters, place)
        self.metrics = Metrics(shelf.metrics, place)

    def hear(self, said: Iterable[Annotation]) -> None:
        """Take on the tags and the note that hold after all that was said."""
        self.tags, self.note = said_tags_and_note(*self.sealed, said)


def _git(found: Mapping[str, Any] | None) -> GitState | None:
    return GitState(found.get("commit"), found.get("branch")) if found else None


def _environment(found: Mapping[str, Any] | None) -> Environment | None:
    return Environment(found.get("python", ""), found.get("platform", "")) if found else None


def _notebook(found: Mapping[str, Any] | None) -> RecordedNotebook:
    return RecordedNotebook(code=found.get("code")) if found else _NO_NOTEBOOK
