"""`nbtrack run --follow`: show from another terminal how a run in progress gets on."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from nbtrack.cli import last_line
from nbtrack.cli.run.moving_line import status_line
from nbtrack.cli.run.progress import ended_line, head_of, titles_of
from nbtrack.cli.run_brief import show_head, show_metrics
from nbtrack.cli.show.run import exit_code
from nbtrack.notebook.document import parse
from nbtrack.query.chosen_run import chosen_run
from nbtrack.record.previous import times_before
from nbtrack.record.project_store import find_store
from nbtrack.store.clock import seconds_of
from nbtrack.store.digest import short_id
from nbtrack.store.newest_points import newest_values
from nbtrack.store.notebooks import get_notebook
from nbtrack.store.outcomes import last_printed
from nbtrack.store.record_json import to_json
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import CellRun, RunRecord
    from nbtrack.store.store import Store

_EVERY_S = 0.3


def follow(name: str, out: Output) -> int:
    """Show each cell as it ends, and in the end how the run came out. Ctrl-C leaves the run alone."""
    store = find_store(name)
    record = chosen_run(name, store)
    view = _View(record, store, out)
    while record.status == RUNNING:
        view.show(record)
        time.sleep(_EVERY_S)
        record = store.get(record.id)
    view.show(record)
    said = to_json(record)
    show_head(said, out)
    show_metrics(said, out)
    return exit_code(record)


class _View:
    def __init__(self, record: RunRecord, store: Store, out: Output) -> None:
        self._store = store
        self._out = out
        notebook = _notebook(record, store)
        self._titles = titles_of(notebook) if notebook else {}
        cells = notebook.cells if notebook else ()
        self._total = sum(cell.kind == "code" and bool(cell.source.strip()) for cell in cells)
        self._expected = times_before(store, record.experiment)
        self._shown = 0
        out.note(f"{record.experiment}: run {short_id(record.id)}, {record.status}")

    def show(self, record: RunRecord) -> None:
        """Print the cells that ended since, and at a terminal the one that runs."""
        ended = [cell for cell in record.cells if cell.status != RUNNING]
        if self._out.interactive:
            last_line.clear()
        for position, cell in enumerate(ended[self._shown :], self._shown + 1):
            self._out.note(ended_line(cell, position, self._total, self._titles))
        self._shown = len(ended)
        if self._out.interactive and len(record.cells) > len(ended):
            last_line.show(self._line(record, record.cells[-1]))

    def _line(self, record: RunRecord, cell: CellRun) -> str:
        folder = self._store.live_folder(record.id)
        elapsed_s = time.time() - seconds_of(cell.started) if cell.started else 0.0
        title = f"{head_of(self._shown + 1, self._total, cell.number)}  {self._titles.get(cell.number, '')}"
        said = ""
        with contextlib.suppress(OSError, ValueError):
            said = last_printed(folder)
        return status_line(title, elapsed_s, self._expected.get(cell.number), said, newest_values(folder))


def _notebook(record: RunRecord, store: Store) -> Notebook | None:
    given = record.notebook.given
    return parse(get_notebook(store.blobs, given), record.experiment) if given else None
