"""What a record says as soon as a run is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.record.secrets.redaction import redacted, redacted_words
from nbtrack.store.clock import utc_text
from nbtrack.store.record import RUNNING, RunRecord, new_id

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
        reproduces=plan.repeats.id if plan.repeats else None,
    )
