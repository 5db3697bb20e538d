"""What the first page says of each notebook and script."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.record import Metric
from nbtrack.store.statuses import FAILED, SNAPSHOT
from nbtrack.store.store import Store
from nbtrack.web.experiments import rows_of
from nbtrack.web.table.table import RunTable
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

MANY = 70  # more than the table shows before all are read


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(str(tmp_path / ".nbtrack"))
    for number in range(MANY):
        keep(found, number, loss=abs(40 - number) + 1.0, experiment="ab"[number % 2])
    return found


def keep(store: Store, number: int, loss: float, **fields: object) -> None:
    store.records.put(
        finished(
            id=f"{number:016x}",
            started=f"2026-11-24T10:{number // 60:02}:{number % 60:02}.000000Z",
            metrics={"steps": Metric(1, 1, 1), "loss": Metric(loss, loss, loss)},
            **{"experiment": "a", **fields},
        )
    )


def test_each_experiment_has_its_last_run_and_its_best(store: Store) -> None:
    keep(store, MANY, 0.1, status=FAILED)
    keep(store, MANY + 1, math.nan)
    rows = {row["name"]: row for row in rows_of(store, {})}
    assert list(rows) == ["a", "b"]
    one = rows["a"]
    assert (one["runs"], one["unfinished"], one["last"]["id"]) == (37, 1, f"{MANY + 1:016x}")
    assert (one["best"]["metric"], one["best"]["value"], one["best"]["run"]["id"]) == (
        *("loss", 0.1),
        f"{MANY:016x}",
    )
    assert [value for _, value in one["best"]["points"]][-2:] == [29.0, 0.1]
    assert rows["b"]["best"]["run"]["id"] in (f"{39:016x}", f"{41:016x}")


def test_what_never_ran_has_a_last_version_and_no_best(tmp_path: Path) -> None:
    store = Store(str(tmp_path / ".nbtrack"))
    store.records.put(finished(id="f" * 16, status=SNAPSHOT, kind=SNAPSHOT, metrics={}))
    (one,) = rows_of(store, {})
    assert (one["runs"], one["best"], one["last"]["id"]) == (0, None, "f" * 16)


def test_a_page_that_looks_again_has_all_runs_read_beside_it(store: Store) -> None:
    table = RunTable(store)
    assert not table.rows().is_all
    table.followed()
    while not table.rows().is_all:
        pass
    version = table.followed().version
    keep(store, MANY, 1.0)
    assert table.refresh().version > version


def test_of_several_metrics_one_of_what_was_held_out_decides_which_run_is_best(tmp_path: Path) -> None:
    store = Store(str(tmp_path / ".nbtrack"))
    metrics = {name: Metric(1, 1, 1) for name in ("epochs", "seconds", "train/loss", "val/loss")}
    store.records.put(finished(id="f" * 16, metrics=metrics))
    (one,) = rows_of(store, {})
    assert one["best"]["metric"] == "val/loss"
    assert list(one["metrics"]) == ["val/loss", "train/loss", "seconds", "epochs"]
