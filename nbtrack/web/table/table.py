"""The runs of a store as rows, kept in step with it.

Reading ten thousand runs takes seconds, and the first page has less. So the newest are shown by themselves
until the page asks for all of them. Later only what is new is read.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbtrack.store.bulk_json import bulk_read
from nbtrack.store.record_json import to_json
from nbtrack.store.statuses import FINISHED, RUN, RUNNING
from nbtrack.web.table.row import RunRow, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nbtrack.store.annotations import Annotation
    from nbtrack.store.store import Store

_FIRST = 50  # runs that are shown before all are read: as many as the page has
_QUICK_S = 0.05  # what asking the store may take while somebody waits for a page
_RECENT_S = 1.0
_ORDERS = 4
_WAY_S = 0.002


class Rows:
    """The runs as they stood at one moment, the newest first; `is_all` is false while the rest is read."""

    __slots__ = ("_orders", "_varying", "by_id", "is_all", "rows", "shelf", "total", "version")

    def __init__(self, rows: list[RunRow], shelf: Shelf, version: int, total: int) -> None:
        self.rows = rows
        self.shelf = shelf
        self.version = version
        self.total = total
        self.is_all = total == len(rows)
        self.by_id = {row.id: row for row in rows}
        self._varying: dict[str | None, Any] = {}
        self._orders: dict[tuple[str | None, str], list[RunRow]] = {}

    def of(self, experiment: str | None) -> list[RunRow]:
        """Return the rows of an experiment, or all."""
        return [row for row in self.rows if experiment in (None, row.experiment)]

    def in_order(
        self, experiment: str | None, sort: str, make: Callable[[Rows, list[RunRow], str], list[RunRow]]
    ) -> list[RunRow]:
        """Return the rows of an experiment in an order; the last few are kept for who filters next."""
        key = experiment, sort
        found = self._orders.get(key)
        if found is None:
            found = make(self, self.of(experiment), sort)
            kept = [*self._orders.items(), (key, found)]
            self._orders = dict(kept[-_ORDERS:])
        return found

    def remembered(self, experiment: str | None, make: Callable[[list[RunRow]], Any]) -> Any:
        """Return what is made of the rows of an experiment, once for as long as these rows hold."""
        if experiment not in self._varying:
            self._varying[experiment] = make(self.of(experiment))
        return self._varying[experiment]


class RunTable:
    """Ask for the rows of a store; it may be asked by several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._parsed = bulk_read()
        self._sealed: dict[str, RunRow] = {}
        self._places = 0
        self._live: dict[str, int] = {}
        self._mark: Any = None
        self._stamp: Any = None
        self._now: Rows | None = None
        self._first: Rows | None = None
        self._answering: set[object] = set()
        self._looked, self._took_s = 0.0, 0.0

    def read_ahead(self) -> None:
        """Begin to read, beside everything else."""
        threading.Thread(target=self.refresh, daemon=True).start()

    def rows(self) -> Rows:
        """Return the runs, as fresh as is to be had without a wait."""
        if self._now is None:
            with self.answering():
                found = self._first = self.newest()
            return self.refresh() if found.is_all else found
        if time.monotonic() - self._looked > _RECENT_S or self._took_s < _QUICK_S:
            if self._took_s < _QUICK_S:
                return self.refresh()
            if not self._lock.locked():
                self.read_ahead()
        return self._now

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Have the reading of all runs make way while somebody who waits is answered.

        SQLite lets go of Python's lock at each row, and would get it back from a busy thread 5 ms later.
        """
        mine = object()
        self._answering.add(mine)
        try:
            yield
        finally:
            self._answering.discard(mine)

    def newest(self, experiment: str | None = None) -> Rows:
        """Return the newest runs by themselves, of one experiment or of all."""
        found, total = self._store.newest(_FIRST, experiment)
        shelf = Shelf()
        rows = [RunRow(to_json(record), shelf, place) for place, record in enumerate(found)]
        return Rows(_ordered(rows), shelf, 0, total)

    def current(self) -> Rows:
        """Return the runs as they stand now, the newest of them as long as nobody asked for all."""
        return self.rows() if self._now is None else self.refresh()

    def followed(self) -> Rows:
        """Return what `rows` does, and have all runs read beside it: only then is what changes seen."""
        if self._now is None and not self._lock.locked():
            self.read_ahead()
        return self._first or self.rows()

    def all_rows(self) -> Rows:
        """Return all runs, after a wait where they are not read yet."""
        return self.refresh() if self._now is None else self.rows()

    def refresh(self) -> Rows:
        """Read what is new; raises StoreError where the disk refuses."""
        with self._lock:
            started, stamp = time.monotonic(), self._store.stamp()
            if self._now is None or stamp is None or stamp != self._stamp:
                self._now, self._stamp, self._first = self._read(), stamp, None
            self._looked = time.monotonic()
            self._took_s = self._looked - started
            return self._now

    def _read(self) -> Rows:
        standing = self._store.visit(self._sealed.keys(), self._take)
        for run_id in self._sealed.keys() - standing.sealed:
            del self._sealed[run_id]
        rows = [*self._sealed.values(), *map(self._running, map(to_json, standing.running))]
        return self._kept(rows, standing.said)

    def _take(self, raw: bytes) -> None:
        if self._answering:  # a pause at each run, no stop: somebody may ask again and again
            time.sleep(_WAY_S)
        found = self._parsed(raw)
        self._sealed[found["id"]] = RunRow(found, self._shelf, self._place(found["id"]))

    def _running(self, found: dict[str, Any]) -> RunRow:
        place = self._live.setdefault(found["id"], self._places)
        self._places = max(self._places, place + 1)
        return RunRow(found, self._shelf, place)

    def _place(self, run_id: str) -> int:
        place = self._live.pop(run_id, self._places)
        self._places = max(self._places, place + 1)
        return place

    def _kept(self, rows: list[RunRow], said: dict[str, list[Annotation]]) -> Rows:
        mark = [(row.id, row.status, _news(row)) for row in rows], said
        if self._now is not None and mark == self._mark:
            return self._now
        self._mark = mark
        version = 1 if self._now is None else self._now.version + 1
        for row in rows:
            row.hear(said.get(row.id, ()))
        return Rows(_ordered(rows), self._shelf, version, len(rows))


def _news(row: RunRow) -> Any:
    """Return what changes while a run is in progress."""
    if row.status != RUNNING:
        return None
    return [(name, metric.last, metric.count) for name, metric in row.metrics.items()]


def _ordered(rows: Iterable[RunRow]) -> list[RunRow]:
    """Order rows by time, the newest first; each knows which of its experiment finished last before."""
    found = sorted(rows, key=lambda row: row.started, reverse=True)
    before: dict[str, RunRow] = {}
    for row in reversed(found):
        row.previous_row = before.get(row.experiment)
        if row.status == FINISHED and row.kind == RUN:  # what failed or never ran has nothing to compare with
            before[row.experiment] = row
    return found
