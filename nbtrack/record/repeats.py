"""Earlier runs that may show how much chance does, found in the index: few records have to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.noise_band import is_seed
from nbtrack.store.columns import FACT, PARAMETER
from nbtrack.store.facts import FACTS
from nbtrack.store.statuses import FINISHED, RUN

if TYPE_CHECKING:
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_ENOUGH = 50  # records are read as they are; there are more than a band of noise is made of


def likely_repeats(store: Store, old: RunRecord, new: RunRecord) -> list[RunRecord]:
    """Return the newest runs before `new` that look like `old`: all that repeat it, and some that may not."""
    with store.sheet(old.experiment) as sheet:
        places = [
            place
            for place, run in enumerate(sheet.runs)
            if run.kind == RUN and run.status == FINISHED and run.id != new.id and run.started <= new.started
        ]
        given = [(PARAMETER, name, one.value) for name, one in old.parameters.items() if not is_seed(name)]
        for kind, name, value in ((FACT, "code", FACTS["code"](old)), *given):
            if len(places) <= _ENOUGH:
                break
            column = sheet.column(kind, name)
            places = [place for place in places if repr(column[place]) == repr(value)]
        return sheet.records(places[:_ENOUGH])
