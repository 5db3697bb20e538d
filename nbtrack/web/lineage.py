"""Which runs belong together: those before and after, and those that take up or repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.digest import short_id
from nbtrack.store.states import States
from nbtrack.store.statuses import FINISHED, RUN, RUNNING
from nbtrack.web.run_parts import RECENT, brief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

TAKES_UP, TAKEN_UP, REPEATS, REPEATED = "takes up", "taken up by", "repeats", "repeated by"


class Neighbours(NamedTuple):
    """The runs of an experiment around one of them, the newest first; the run itself is among the earlier."""

    later: Sequence[RunRecord]
    earlier: Sequence[RunRecord]


def neighbours_of(store: Store, record: RunRecord) -> Neighbours:
    """Return the runs next to one, without their cells: so many on each side as a page looks at."""
    with store.sheet(record.experiment) as sheet:
        places = range(len(sheet.runs))
        later = [place for place in places if sheet.runs[place].started > record.started]
        earlier = [place for place in places if sheet.runs[place].started <= record.started]
        return Neighbours(sheet.records(later[-RECENT:]), sheet.records(earlier[:RECENT]))


def lineage_of(store: Store, record: RunRecord, later: Sequence[RunRecord]) -> list[dict[str, Any]]:
    """Return the runs that this one takes up or repeats, and those of the later ones that do it with this."""
    return [*_origins(store, record), *_heirs(record, later)]


def origins_text(record: RunRecord) -> str:
    """Return in a line what a run takes up or repeats."""
    if resumed := record.resumes:
        where = f"at cell {resumed.cell}" if resumed.cell else "from the top"
        return f"{TAKES_UP} run {short_id(resumed.run)} {where}"
    return f"{REPEATS} run {short_id(record.reproduces)}" if record.reproduces else ""


def _origins(store: Store, record: RunRecord) -> Iterator[dict[str, Any]]:
    if resumed := record.resumes:
        told = {"cell": resumed.cell, "why": resumed.why, "altered": list(resumed.altered)}
        yield {"kind": TAKES_UP, "run": _brief(store, resumed.run), **told}
    if record.reproduces:
        yield {"kind": REPEATS, "run": _brief(store, record.reproduces)}


def _heirs(record: RunRecord, later: Sequence[RunRecord]) -> Iterator[dict[str, Any]]:
    for run in reversed(later):
        if run.resumes and run.resumes.run == record.id:
            yield {"kind": TAKEN_UP, "run": brief(run), "cell": run.resumes.cell}
        if run.reproduces == record.id:
            yield {"kind": REPEATED, "run": brief(run)}


def _brief(store: Store, run_id: str) -> dict[str, Any]:
    """Return what a link to a run says; without `started` it is not in this store."""
    if store.records.has(run_id):
        return brief(store.get(run_id))
    return {"id": run_id, "label": short_id(run_id), "started": None, "status": None, "duration_s": None}


def onward_of(store: Store, record: RunRecord) -> dict[str, Any] | None:
    """Return how a notebook's run that did not finish may go on, None for any other.

    `cell` is where it would, None where no state of the kernel was kept: then it runs from the top.
    """
    if record.kind != RUN or record.script or record.status in (FINISHED, RUNNING):
        return None
    state = States(store.root).read(record.id)
    stopped = next((cell.number for cell in record.cells if cell.status != FINISHED), None)
    return {"cell": stopped if state and "why" not in state else None}
