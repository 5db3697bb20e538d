"""What a record says as soon as a run is planned."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.project import ancestors, find_root, path_from
from nbtrack.record.secrets.redaction import redacted, redacted_words
from nbtrack.store.clock import utc_text
from nbtrack.store.record import RunRecord, new_id
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from nbtrack.record.plan import Plan
    from nbtrack.record.script_plan import ScriptPlan


def begun(plan: Plan | ScriptPlan, started: float) -> RunRecord:
    """Return the record of a run that begins at seconds since the epoch, of a notebook or a script."""
    return RunRecord(
        id=new_id(),
        experiment=plan.experiment,
        started=utc_text(started),
        status=RUNNING,
        name=plan.labels.name and redacted(plan.labels.name),
        tags=tuple(map(redacted, plan.labels.tags)),
        note=plan.labels.note and redacted(plan.labels.note),
        command=redacted_words(plan.command),
        called_from=_called_from(plan),
        reproduces=plan.repeats.id if plan.repeats else None,
    )


def _called_from(plan: Plan | ScriptPlan) -> str | None:
    """Return the folder that we are in, from the project's root; names in a command are from there."""
    here, root = os.getcwd(), find_root(plan.folder)
    is_above = here in ancestors(plan.folder) and here.startswith(root)
    if is_above and not plan.place.module:  # a file is found again by trying these
        return None
    return path_from(root, here)
