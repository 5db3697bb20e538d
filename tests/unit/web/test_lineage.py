"""Runs that belong together are shown together, however many there are in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.store.record import CellRun, Resumed, RunRecord
from nbtrack.store.statuses import FAILED
from nbtrack.store.store import Store
from nbtrack.web.lineage import lineage_of, neighbours_of, onward_of, origins_text
from nbtrack.web.run_parts import RECENT
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def put(store: Store, minute: int, **values: object) -> RunRecord:
    started = f"2026-11-{24 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00.000000Z"
    record = finished(started=started, **values)
    store.records.put(record)
    return record


def test_the_next_run_is_the_next_one_of_many(store: Store) -> None:
    runs = [put(store, minute) for minute in range(RECENT + 5)]
    later, earlier = neighbours_of(store, runs[1])
    assert later[-1].id == runs[2].id
    assert [run.id for run in earlier] == [runs[1].id, runs[0].id]
    assert len(later) == RECENT
    assert neighbours_of(store, runs[-1]).later == []


def test_a_run_that_takes_up_another_and_that_one_name_each_other(store: Store) -> None:
    first = put(store, 0, status=FAILED)
    second = put(store, 1, resumes=Resumed(first.id, 3, altered=("x",)))
    (origin,) = lineage_of(store, second, neighbours_of(store, second).later)
    assert (origin["kind"], origin["run"]["id"], origin["cell"]) == ("takes up", first.id, 3)
    assert origin["altered"] == ["x"]
    (heir,) = lineage_of(store, first, neighbours_of(store, first).later)
    assert (heir["kind"], heir["run"]["id"], heir["cell"]) == ("taken up by", second.id, 3)
    assert origins_text(second) == f"takes up run {first.id[:8]} at cell 3"


def test_a_run_that_repeats_another_and_that_one_name_each_other(store: Store) -> None:
    first = put(store, 0)
    second = put(store, 1, reproduces=first.id)
    assert [one["kind"] for one in lineage_of(store, second, [])] == ["repeats"]
    assert [one["kind"] for one in lineage_of(store, first, [second])] == ["repeated by"]
    assert lineage_of(store, put(store, 2), []) == []


def test_a_run_whose_origin_is_in_no_store_says_so_without_a_link(store: Store) -> None:
    lone = put(store, 0, resumes=Resumed("a" * 16, why="its state is gone"))
    (origin,) = lineage_of(store, lone, [])
    assert origin["run"]["started"] is None
    assert origins_text(lone) == "takes up run aaaaaaaa from the top"


def test_only_a_notebook_that_did_not_finish_goes_on(store: Store) -> None:
    cells = (CellRun(number=1, status="finished"), CellRun(number=2, status="failed"))
    failed = put(store, 0, status=FAILED, cells=cells)
    assert onward_of(store, failed) == {"cell": None}  # no state of its kernel is kept
    assert onward_of(store, put(store, 1)) is None
    assert onward_of(store, put(store, 2, status=FAILED, script="b" * 64)) is None
