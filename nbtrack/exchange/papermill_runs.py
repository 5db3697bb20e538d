"""Read the run out of a notebook that papermill executed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import ForeignRun, foreign_id
from nbtrack.notebook.document import parse
from nbtrack.store.clock import seconds_of, utc_text
from nbtrack.store.digest import digest_of
from nbtrack.store.record import CellRun, Failure, Parameter, RunRecord
from nbtrack.store.statuses import FAILED, FINISHED, INTERRUPTED

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

_CELLS = {"completed": FINISHED, "failed": FAILED, "running": INTERRUPTED}


def read_papermill(path: str) -> ForeignRun:
    """Return the run that a notebook tells of; raises UsageError where papermill did not execute it."""
    raw = Path(path).read_bytes()
    notebook = parse(raw, path)
    said = notebook.data.get("metadata", {}).get("papermill")
    try:
        started = utc_text(seconds_of(said["start_time"]))
        given = dict(said["parameters"])
        record = RunRecord(
            id=foreign_id("papermill", digest_of(raw)),
            experiment=str(said.get("input_path") or path),
            started=started,
            ended=utc_text(seconds_of(said["end_time"])) if said.get("end_time") else None,
            duration_s=said.get("duration"),
            status=FINISHED,
            parameters={str(name): Parameter(value, "papermill") for name, value in given.items()},
            imported=f"papermill:{path}",
        )
    except (TypeError, KeyError, ValueError, AttributeError):
        raise UsageError(f"papermill did not execute {path}", hint="its metadata has no papermill") from None
    return ForeignRun(_with_cells(record, notebook, said), executed=raw)


def _with_cells(record: RunRecord, notebook: Notebook, said: Any) -> RunRecord:
    cells, error, is_whole = [], None, bool(said.get("end_time"))
    for cell in notebook.cells:
        told = cell.metadata.get("papermill")
        if cell.kind != "code" or not isinstance(told, dict):
            continue
        status = _CELLS.get(str(told.get("status")))
        # Where the kernel died papermill calls all cells completed, those that never began too.
        if status and told.get("start_time"):
            cells.append(CellRun(cell.number, status, duration_s=told.get("duration")))
        else:
            is_whole = False
        for output in cell.outputs:
            if output.get("output_type") == "error":
                error = Failure(str(output.get("ename")), str(output.get("evalue")), cell.number)
    has_failed = error is not None or said.get("exception")
    status = FAILED if has_failed else FINISHED if is_whole else INTERRUPTED
    return replace(record, status=status, cells=tuple(cells), error=error)
