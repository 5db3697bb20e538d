"""What changed from one run to another. Frozen, computed from values, stored with the later run's record."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.engine import DiffScope, diff_notebooks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.diff.model import NotebookDiff
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import RunRecord

RUN_SCOPE = DiffScope(metadata=False)  # a run changes none


class Side(NamedTuple):
    """A run with what its blobs hold: the notebook that came out without injected cells, its packages."""

    record: RunRecord
    notebook: Notebook
    packages: Mapping[str, str]


class Change(NamedTuple):
    """A value on both sides; None where one side lacks it."""

    name: str
    old: Any
    new: Any


class Comparison(NamedTuple):
    """Two runs: the changes only, except for metrics, of which all are there."""

    old: str
    new: str
    parameters: tuple[Change, ...]
    metrics: tuple[Change, ...]
    environment: tuple[Change, ...]
    git: tuple[Change, ...]
    ends: tuple[Change, ...]
    notebook: NotebookDiff

    @property
    def is_empty(self) -> bool:
        """Tell whether the runs are equal in all but time."""
        others = self.parameters or self.environment or self.git or self.ends
        return not (others or self.changed_metrics) and self.notebook.is_empty

    @property
    def changed_metrics(self) -> tuple[Change, ...]:
        """Return the metrics that differ."""
        return tuple(change for change in self.metrics if not _equal(change.old, change.new))


def compare(old: Side, new: Side) -> Comparison:
    """Return what changed from one run to the other."""
    return Comparison(
        old=old.record.id,
        new=new.record.id,
        parameters=_changes(_parameters(old), _parameters(new)),
        metrics=_both(_metrics(old), _metrics(new)),
        environment=_environments(old, new),
        git=_changes(_git(old), _git(new)),
        ends=_changes(_end(old), _end(new)),
        notebook=diff_notebooks(old.notebook, new.notebook, RUN_SCOPE),
    )


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Pair values by name, in the order of the new side."""
    return tuple(Change(name, old.get(name), new.get(name)) for name in {**new, **old})


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(change for change in _both(old, new) if not _equal(change.old, change.new))


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    # To a person who reads a comparison, True is not 1.
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _parameters(side: Side) -> dict[str, Any]:
    return {name: one.value for name, one in side.record.parameters.items()}


def _metrics(side: Side) -> dict[str, Any]:
    return {name: metric.last for name, metric in side.record.metrics.items()}


def _environments(old: Side, new: Side) -> tuple[Change, ...]:
    """Compare interpreters, and packages where both are known: a run whose kernel did not start has none."""
    changes = _changes(_interpreter(old), _interpreter(new))
    if old.record.environment and new.record.environment:
        changes += _changes(old.packages, new.packages)
    return changes


def _interpreter(side: Side) -> dict[str, Any]:
    environment = side.record.environment
    return {"Python": environment.python, "platform": environment.platform} if environment else {}


def _git(side: Side) -> dict[str, Any]:
    git = side.record.git
    if git is None:
        return {}
    return {"commit": git.commit, "branch": git.branch, "uncommitted patch": git.patch}


def _end(side: Side) -> dict[str, Any]:
    error = side.record.error
    return {"status": side.record.status} | ({"error": f"{error.name}: {error.message}"} if error else {})
