"""What `nbtrack show` says of a run that takes up another, and of one that can be taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.store.digest import short_id
from nbtrack.store.states import States
from nbtrack.store.statuses import RUNNING
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


def resumed_facts(record: RunRecord, store: Store) -> Iterator[tuple[str, str]]:
    """Yield title and text of each thing."""
    if resumed := record.resumes:
        where = f"at cell {resumed.cell}" if resumed.cell else f"from the top: {resumed.why}"
        yield "resumes", f"run {resumed.run} {where}"
        if resumed.altered:
            yield "", f"{', '.join(resumed.altered)} may have been changed by the cell that did not finish"
    if record.status != RUNNING and (text := _state(record, store)):
        yield "state", text


def _state(record: RunRecord, store: Store) -> str:
    states = States(store.root)
    try:
        state = states.read(record.id)
    except ValueError as error:
        return f"there is one, but {error}"
    if state is None:
        return ""
    if "why" in state:
        return f"not kept: {state['why']}"
    return f"kept, {size_text(states.size_of(record.id))}, for `nbtrack run --resume {short_id(record.id)}`"
