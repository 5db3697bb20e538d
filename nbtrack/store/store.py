"""The store of a project: records, blobs, journals and index behind one door."""

from __future__ import annotations

import contextlib
import os
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.store import journal, live_folder
from nbtrack.store.annotations import Annotation, Annotations, annotated, is_removed, time_after
from nbtrack.store.blobs import Blobs
from nbtrack.store.bulk_json import MANY
from nbtrack.store.index import IN_MEMORY, Index, discard
from nbtrack.store.listed import apart_from_chunks, glance
from nbtrack.store.records import Records
from nbtrack.store.row import read_row
from nbtrack.store.sheet import Sheet
from nbtrack.store.telling import silent
from nbtrack.store.write_once import keep_out_of_git

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import TypeAlias

    from nbtrack.store.listed import Listed
    from nbtrack.store.live import LiveRun
    from nbtrack.store.record import RunRecord
    from nbtrack.store.row import Row
    from nbtrack.store.telling import Tell

    Complete: TypeAlias = Callable[["Store", str], None]


class Standing(NamedTuple):
    """Which sealed runs are wanted, which are in progress, and what was said of any since."""

    sealed: frozenset[str]
    running: tuple[RunRecord, ...]
    said: dict[str, list[Annotation]]


class Store:
    """One store; nothing is made on disk before something is kept.

    `complete` is called for a run whose recorder died, before it is sealed: only the layer above can gather
    what its processes used.
    """

    __slots__ = ("_complete", "_index", "_live", "annotations", "blobs", "damaged", "records", "root")

    def __init__(self, root: str, complete: Complete | None = None) -> None:
        self.root = root
        self._complete = complete
        self.records = Records(os.path.join(root, "runs"))
        self.blobs = Blobs(os.path.join(root, "blobs"))
        self.annotations = Annotations(os.path.join(root, "annotations"))
        self._live = os.path.join(root, "live")
        self._index = os.path.join(root, "index.db")
        self.damaged: list[str] = []  # records and packs that the last listing had to leave out

    def begin(self, first: RunRecord) -> LiveRun:
        """Start the journal of a run; raises StoreError where the disk refuses."""
        keep_out_of_git(self.root)
        from nbtrack.store import live
        from nbtrack.store.record_json import to_json

        fragment = to_json(first)
        return live.LiveRun(self, first.id, journal.begin(self._live, first.id, fragment), (fragment,))

    def live_folder(self, run_id: str) -> str:
        """Return the folder of a run's journal."""
        return os.path.join(self._live, run_id)

    def delete_abandoned(self) -> None:
        """Delete the folders of runs that killed processes had not begun yet, or had sealed already."""
        for folder in live_folder.abandoned(self._live):
            live_folder.delete(folder)

    def get(self, run_id: str) -> RunRecord:
        """Return the record of a run, as it stands so far where it is not over, with what was said since.

        Raises StoreError.
        """
        return annotated(self._get(run_id), self.said_of(run_id))

    def get_each(self, run_ids: Iterable[str]) -> Iterator[RunRecord]:
        """Yield the same of many, in their order."""
        with self._fresh_index() as index:
            said = _by_run(index.annotations())
        for run_id in run_ids:
            yield annotated(self._get(run_id), said.get(run_id, ()))

    def runs(self, experiment: str | None = None) -> list[RunRecord]:
        """List runs without their cells, the newest first, those in progress among them."""
        return self.newest(None, experiment)[0]

    def newest(self, limit: int | None, experiment: str | None = None) -> tuple[list[RunRecord], int]:
        """List so many of the runs, and tell how many there are in all."""
        with self.newest_on_sheet(limit, experiment) as (sheet, total):
            return sheet.records(range(len(sheet.runs))), total

    def listed(self, experiment: str | None = None) -> list[Listed]:
        """List runs at a glance, the newest first: ten thousand of them take no time."""
        with self.sheet(experiment) as sheet:
            return [*sheet.runs]

    @contextlib.contextmanager
    def sheet(self, experiment: str | None = None) -> Iterator[Sheet]:
        """Open the runs as a table that is read column by column."""
        with self.newest_on_sheet(None, experiment) as (sheet, _):
            yield sheet

    @contextlib.contextmanager
    def newest_on_sheet(
        self, limit: int | None, experiment: str | None = None
    ) -> Iterator[tuple[Sheet, int]]:
        """Open so many of the runs as a table, and tell how many there are in all."""
        self.seal_dead()
        unsealed = [run for run in self.in_progress() if experiment in (None, run.experiment)]
        with self._fresh_index() as index, index.snapshot():
            said = _by_run(index.annotations())
            removed = {run_id for run_id, words in said.items() if is_removed(words)}
            ids = index.ids() if unsealed else set()
            running = {run.id: run for run in unsealed if run.id not in ids | removed}
            runs = index.listed(experiment, removed, limit)
            total = len(running) + (len(runs) if limit is None else index.count(experiment, removed))
            if running:
                runs = sorted([*runs, *map(glance, running.values())], key=_started, reverse=True)[:limit]
            apart = index.records_of([run.id for run in runs if run.id in said and run.id not in running])
            apart += [running[run.id] for run in runs if run.id in running]
            spoken_of = {one.id: annotated(one, said.get(one.id, ())) for one in apart}
            yield Sheet(index, runs if limit is None else apart_from_chunks(runs), spoken_of), total

    def visit(self, known: Collection[str], take: Callable[[bytes], None]) -> Standing:
        """Give `take` the sealed runs not known yet, as JSON for `bulk_read`, and tell how all runs stand."""
        self.seal_dead()
        unsealed = self.in_progress()
        with self._fresh_index() as index, index.snapshot():
            said = _by_run(index.annotations())
            removed = {run_id for run_id, words in said.items() if is_removed(words)}
            ids = index.ids()
            for raw in index.each_said(ids - removed - set(known)):
                take(raw)
        running = tuple(run for run in unsealed if run.id not in ids | removed)
        return Standing(frozenset(ids - removed), running, said)

    def stamp(self) -> tuple[str, frozenset[str]] | None:
        """Return what changes whenever a run or something said of one comes or goes.

        None where that cannot be told, as while a run is in progress.
        """
        if journal.running(self._live):
            return None
        stamp = self.records.stamp()
        return None if stamp is None else (stamp, frozenset(self.annotations.digests()))

    def removed(self) -> list[RunRecord]:
        """List the runs that are not wanted any more, the newest first."""
        with self._fresh_index() as index:
            said = _by_run(index.annotations())
        ids = [run_id for run_id, words in said.items() if is_removed(words) and self.records.has(run_id)]
        found = [annotated(self.records.get(run_id), said[run_id]) for run_id in ids]
        return sorted(found, key=lambda run: run.started, reverse=True)

    def said_of(self, run_id: str) -> list[Annotation]:
        """Return what was said of a run since it was recorded."""
        if not self.annotations.digests():
            return []
        with self._fresh_index() as index:
            return [one for one in index.annotations() if one.run == run_id]

    def annotate(self, run_id: str, **said: Any) -> None:
        """Say something of a run, in the fields of `Annotation`; raises StoreError where the disk refuses."""
        at = time_after(one.at for one in self.said_of(run_id))
        self.annotations.put(Annotation(run_id, at, **said))

    def _get(self, run_id: str) -> RunRecord:
        if os.path.isdir(self.live_folder(run_id)):
            from nbtrack.store import live

            with contextlib.suppress(FileNotFoundError):
                return live.peek(self.live_folder(run_id))
        return self.records.get(run_id)

    def in_progress(self) -> list[RunRecord]:
        """Return the runs that have a journal, as they stand."""
        found: list[RunRecord] = []
        for run_id in journal.running(self._live):
            from nbtrack.store import live  # most often nothing is in progress

            with contextlib.suppress(FileNotFoundError):  # sealed since it was listed
                found.append(live.peek(self.live_folder(run_id)))
        return found

    def seal_dead(self) -> None:
        """Seal the runs whose recorder died; where that is not allowed they stay as they are."""
        for run_id in journal.running(self._live):
            from nbtrack.store import live

            folder = self.live_folder(run_id)
            with contextlib.suppress(OSError, StoreError):
                if journal.is_left_over(folder):
                    journal.discard(folder)
                elif live.is_over(folder):
                    if self._complete:
                        self._complete(self, run_id)
                    live.seal(self, run_id)

    def reindex(self, tell: Tell = silent) -> int:
        """Make the index anew and return the number of its rows; raises StoreError where the disk refuses."""
        self.seal_dead()
        discard(self._index)
        if not os.path.isdir(self.root):
            return 0
        with Index(self._index) as index:
            self._refresh(index, tell)
            return len(index.ids())

    @contextlib.contextmanager
    def _fresh_index(self) -> Iterator[Index]:
        """Open the index with a row for each record, one in memory where the disk is full or not ours."""
        with contextlib.ExitStack() as opened:
            try:
                index = opened.enter_context(Index(self._index if os.path.isdir(self.root) else IN_MEMORY))
                self._refresh(index)
            except StoreError:
                index = opened.enter_context(Index(IN_MEMORY))
                self._refresh(index)
            yield index

    def _refresh(self, index: Index, tell: Tell = silent) -> None:
        """Add and remove what other stores that were copied over this one, or hands, have changed."""
        self.damaged = []
        stamp = self.records.stamp()
        if stamp is None or stamp != index.seen():
            self._refresh_runs(index, tell)
            if stamp and not self.damaged:
                index.note_seen(stamp)
        known, there = index.annotation_digests(), self.annotations.digests()
        if known != there:
            index.replace_annotations(known - there, dict(self._legible(sorted(there - known))))

    def _refresh_runs(self, index: Index, tell: Tell) -> None:
        sealed = set(self.records.ids())
        if gone := index.ids() - sealed:
            index.remove(gone)
        if new := sealed - index.ids():
            index.add(self._rows(new, tell))
        self.damaged += self.records.damaged_packs()

    def _legible(self, digests: list[str]) -> Iterator[tuple[str, Annotation]]:
        for digest in digests:
            with contextlib.suppress(StoreError):  # `verify` tells of it
                yield digest, self.annotations.get(digest)

    def _rows(self, run_ids: Collection[str], tell: Tell) -> Iterator[Row]:
        read = _reader_of(len(run_ids))
        for number, (run_id, raw) in enumerate(self.records.raws(run_ids)):
            tell(number, len(run_ids))
            try:
                if raw is None:
                    raise ValueError
                yield read(raw, run_id)
            except (StoreError, TypeError, ValueError, KeyError, AttributeError):
                self.damaged.append(run_id)


def _reader_of(count: int) -> Callable[[bytes, str], Row]:
    if count < MANY:
        return read_row
    from nbtrack.store.bulk_rows import bulk_rows

    return bulk_rows()


_started = attrgetter("started")


def _by_run(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    said: dict[str, list[Annotation]] = {}
    for one in annotations:
        said.setdefault(one.run, []).append(one)
    return said
