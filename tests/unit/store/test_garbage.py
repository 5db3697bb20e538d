"""What runs that were taken out leave behind goes, and nothing that anybody needs."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.store.garbage import YOUNG_S, delete, find_garbage
from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import Artifact, CellRun, Metric, Parameter, RecordedNotebook, RunRecord
from nbtrack.store.store import Store
from nbtrack.store.verify import blobs_of, verify
from tests.making import code, notebook_b
from tests.unit.store.recording import finished, running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"))


def recorded(store: Store, *sources: str) -> RunRecord:
    """Keep a run of a notebook whose cells are large enough for blobs of their own."""
    given = put_notebook(store.blobs, notebook_b(*(code(source * 2000) for source in sources)))
    record = finished(notebook=RecordedNotebook(given=given), series=store.blobs.put(sources[0].encode()))
    store.records.put(record)
    return record


def grow_old(store: Store) -> None:
    """Let all blobs be of the day before yesterday."""
    old = time.time() - 2 * YOUNG_S
    for digest in store.blobs.digests():
        os.utime(store.blobs.path(digest), (old, old))


def test_a_store_without_removed_runs_has_no_garbage(store: Store) -> None:
    recorded(store, "a", "b")
    grow_old(store)
    assert find_garbage(store) == ((), (), 0)


@pytest.mark.parametrize("place", [0, 1])
def test_nothing_of_a_deleted_run_stays_in_the_index(store: Store, place: int) -> None:
    records = [finished(note=f"{word} is a secret") for word in ("first", "second")]
    for record in records:
        store.records.put(record)
        store.runs()
    unwanted, wanted = records[place], records[1 - place]
    store.annotate(unwanted.id, removed=True)
    delete(store, find_garbage(store))
    assert [run.note for run in store.runs()] == [wanted.note]
    kept = b"".join(path.read_bytes() for path in Path(store.root).glob("index.db*"))
    assert str(unwanted.note).encode() not in kept


def test_what_only_a_removed_run_needs_goes(store: Store) -> None:
    wanted, unwanted = recorded(store, "a", "b"), recorded(store, "c", "b")
    grow_old(store)
    store.annotate(unwanted.id, removed=True)
    garbage = find_garbage(store)
    assert [run.id for run in garbage.runs] == [unwanted.id]
    assert len(garbage.blobs) == 3  # the list of parts, the cell of "c", the series
    delete(store, garbage)
    assert [run.id for run in store.runs()] == [wanted.id]
    assert not store.records.has(unwanted.id)
    assert set(garbage.blobs).isdisjoint(store.blobs.digests())
    assert list(verify(store)) == []


def test_a_removed_run_stays_removed_where_a_copy_brings_its_record_back(store: Store) -> None:
    unwanted = recorded(store, "a")
    store.annotate(unwanted.id, removed=True)
    delete(store, find_garbage(store))
    store.records.put(unwanted)
    assert store.runs() == []


def test_blobs_that_somebody_has_just_kept_stay(store: Store) -> None:
    orphan = store.blobs.put(b"not in a journal yet")
    assert orphan not in find_garbage(store).blobs
    grow_old(store)
    assert orphan in find_garbage(store).blobs
    store.blobs.put(b"not in a journal yet")
    assert orphan not in find_garbage(store).blobs


def test_a_blob_that_is_used_after_it_was_found_stays(store: Store) -> None:
    orphan = store.blobs.put(b"found")
    grow_old(store)
    garbage = find_garbage(store)
    store.blobs.put(b"found")
    delete(store, garbage)
    assert store.blobs.get(orphan) == b"found"


def test_what_a_run_in_progress_needs_stays(store: Store) -> None:
    blob = store.blobs.put(b"patch")
    live = store.begin(running(series=blob))
    grow_old(store)
    assert blob not in find_garbage(store).blobs
    live.seal(status="finished")
    assert blob not in find_garbage(store).blobs


def test_nothing_is_garbage_where_a_record_cannot_be_read(store: Store) -> None:
    record = recorded(store, "a")
    with open(store.records.path(record.id), "ab") as file:
        file.write(b"x")
    with pytest.raises(StoreError, match="is damaged"):
        find_garbage(store)


def test_a_record_without_its_values_names_the_same_blobs(store: Store) -> None:
    record = recorded(store, "a", "b")
    many = replace(
        record,
        id="0" * 16,
        parameters={"lr": Parameter(0.1, "default")},
        metrics={"loss": Metric(1, 1, 1)},
        cells=(CellRun(1, "finished", outputs="f" * 64),),
        artifacts={"model": Artifact("a" * 64, 3, "text/plain")},
        modules={"own.py": "b" * 64},
    )
    store.records.put(many)
    for run_id, bare in store.records.bare([record.id, many.id]):
        whole = store.records.get(run_id)
        assert bare == replace(whole, parameters={}, metrics={}, cells=())
        assert blobs_of(bare) == blobs_of(whole)


def test_a_damaged_record_is_none_without_its_values_too(store: Store) -> None:
    record = finished()
    store.records.put(record)
    Path(store.records.path(record.id)).write_bytes(b"{}")
    assert list(store.records.bare([record.id])) == [(record.id, None)]
