"""Runs compared: two in full, more side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.table import table_of
from nbtrack.errors import StoreError
from nbtrack.query.chosen_run import chosen_on, chosen_run
from nbtrack.settings import read_settings
from nbtrack.store.digest import short_id
from nbtrack.store.references import LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.compare.table import TableRow
    from nbtrack.record.previous import ComparedRuns
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


class SideBySide(NamedTuple):
    """The ids of some runs, and a row for each value that one of them has."""

    ids: Sequence[str]
    rows: Sequence[TableRow]


def side_by_side(words: Sequence[str], store: Store) -> SideBySide:
    """Return the runs that are named as a table; raises StoreError."""
    directions = read_settings(".").value("metrics")
    with store.sheet() as sheet:
        chosen = chosen_on(words, sheet)
        return SideBySide([run.id for run in chosen.runs], table_of(chosen, directions))


def table_json(table: SideBySide) -> dict[str, Any]:
    """Return it as JSON values."""
    rows = [row._asdict() | {"best": sorted(row.best), "differs": row.differs} for row in table.rows]
    return {"schema": "nbtrack.table/1", "runs": table.ids, "rows": rows}


def has_code(run: RunRecord) -> bool:
    """Tell whether a run's code is known, which that of a run of another tool is not."""
    return bool(run.notebook.executed or run.notebook.given or run.script)


def compared(runs: Sequence[RunRecord], store: Store) -> ComparedRuns:
    """Return what changed between two runs; one is compared with the run before it, nothing is the last."""
    from nbtrack.record.previous import compare_runs

    new = runs[-1] if runs else chosen_run(LATEST, store)
    return compare_runs(store, runs[0] if len(runs) == 2 else _before(new, store), new, ".")


def _before(run: RunRecord, store: Store) -> RunRecord:
    from nbtrack.record.previous import find_previous

    if run.previous and store.records.has(run.previous):
        return store.get(run.previous)
    before = find_previous(store, run)  # a run whose recorder was killed had nobody to look for it
    if before is None:
        raise StoreError(
            f"run {short_id(run.id)} is the first of {run.experiment}: there is nothing to compare it with",
            hint="name two runs: `nbtrack diff RUN RUN`",
        )
    return store.get(before.id)
