"""Facts about a run that can be asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.record import RunRecord

FACTS: dict[str, Callable[[RunRecord], Any]] = {
    "id": lambda run: run.id,
    "name": lambda run: run.name,
    "notebook": lambda run: run.experiment,
    "status": lambda run: run.status,
    "started": lambda run: run.started,
    "took": lambda run: run.duration_s,
    "note": lambda run: run.note,
    "tags": lambda run: ", ".join(run.tags) or None,
    "branch": lambda run: run.git and run.git.branch,
    "commit": lambda run: run.git and run.git.commit,
    "python": lambda run: run.environment and run.environment.python,
    "code": lambda run: run.notebook.code or run.script,
}
