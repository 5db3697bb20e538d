"""The table of runs keeps in step with its store, and keeps what each value is."""

from __future__ import annotations

import math
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.store.record import Metric, Parameter
from nbtrack.store.store import Store
from nbtrack.web.table.table import RunTable
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def keep(store: Store, minute: int, **values: Any) -> RunRecord:
    record = finished(started=f"2026-11-24T10:{minute:02}:00.000000Z", **values)
    store.records.put(record)
    return record


def test_the_newest_come_first_and_know_the_run_before_of_their_experiment(store: Store) -> None:
    first, other, last = (
        keep(store, minute, experiment=name) for minute, name in enumerate(("a.py", "b.py", "a.py"))
    )
    rows = RunTable(store).refresh().rows
    assert [row.id for row in rows] == [last.id, other.id, first.id]
    assert rows[0].previous_row is rows[2]
    assert rows[1].previous_row is None


def test_a_row_has_the_values_of_its_record(store: Store) -> None:
    values = {"a": None, "b": "none", "c": True, "d": 1, "e": [1, {"x": 2}], "f": math.inf}
    record = keep(
        store,
        0,
        parameters={name: Parameter(value, "default") for name, value in values.items()},
        metrics={"loss": Metric(0.5, 0.25, math.nan, 3, 2)},
    )
    keep(store, 1)
    last, row = RunTable(store).refresh().rows
    assert {name: one.value for name, one in row.parameters.items()} == values
    assert (row.metrics["loss"].last, row.metrics["loss"].min, row.metrics["loss"].count) == (0.5, 0.25, 3)
    assert math.isnan(row.metrics["loss"].max)
    assert not last.parameters
    assert "loss" not in last.metrics
    assert row.id == record.id


def test_what_is_new_is_found_and_what_is_gone_is_gone(store: Store) -> None:
    keep(store, 0)
    table = RunTable(store)
    before = table.refresh()
    assert table.refresh() is before
    new = keep(store, 1)
    assert table.refresh().version == before.version + 1
    store.annotate(new.id, removed=True)
    assert [row.id for row in table.refresh().rows] == [before.rows[0].id]
    store.annotate(new.id, removed=False)
    assert len(table.refresh().rows) == 2
    shutil.rmtree(store.root)
    assert table.refresh().rows == []


def test_what_is_said_of_a_run_is_heard_and_taken_back(store: Store) -> None:
    record = keep(store, 0, tags=("old",))
    table = RunTable(store)
    store.annotate(record.id, tags=("new",), note="why")
    (row,) = table.refresh().rows
    assert (row.tags, row.note) == (("old", "new"), "why")
    store.annotate(record.id, untags=("old", "new"), note="")
    (row,) = table.refresh().rows
    assert (row.tags, row.note) == ((), None)


def test_a_run_in_progress_has_one_row_before_and_after_its_end(store: Store) -> None:
    live = store.begin(finished(status="running"))
    table = RunTable(store)
    assert [row.status for row in table.refresh().rows] == ["running"]
    live.seal(status="finished")
    assert [row.status for row in table.refresh().rows] == ["finished"]


def test_of_many_runs_the_newest_are_there_at_once(store: Store) -> None:
    for number in range(130):
        keep(store, number % 60, id=f"{number:016x}")
    table = RunTable(store)
    first = table.rows()
    assert (len(first.rows), first.total, first.is_all) == (50, 130, False)
    every = table.all_rows()
    assert (len(every.rows), every.is_all) == (130, True)


def test_a_run_is_compared_with_one_that_finished(store: Store) -> None:
    first = keep(store, 0)
    keep(store, 1, status="failed")
    keep(store, 2, kind="snapshot", status="snapshot")
    last = keep(store, 3)
    rows = RunTable(store).refresh().rows
    assert (rows[0].id, rows[0].previous_row and rows[0].previous_row.id) == (last.id, first.id)
