"""Before all runs are read, the index answers as they will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.store.record import Metric, Parameter
from nbtrack.store.store import Store
from nbtrack.web.query import Query
from nbtrack.web.table.beforehand import chosen_beforehand
from nbtrack.web.table.table import RunTable
from nbtrack.web.table.view import view
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

MANY = 60


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("beforehand")
    store = Store(str(folder / ".nbtrack"))
    for number in range(MANY):
        store.records.put(
            finished(
                id=f"{number:016x}",
                experiment=f"{number % 2}.ipynb",
                name=f"run {number}",
                started=f"2026-11-24T10:{number:02}:00.000000Z",
                tags=("even",) if number % 2 == 0 else (),
                parameters={"lr": Parameter(number / 10, "default")},
                metrics={"acc": Metric((number * 7 % MANY) / MANY, 0, 1)} if number % 3 else {},
            )
        )
    return store


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"where": "acc > 0.5 and not lr > 4"},
        {"where": "tag:even or name = 'run 3'", "brush": "lr < 3"},
        {"sort": "-acc"},
        {"sort": "metric:acc", "where": "lr > 1", "offset": 7, "limit": 5},
        {"experiment": "1.ipynb", "sort": "started"},
        {"experiment": "none.ipynb"},
        {"where": "nothing > 1"},
        {"where": "acc >"},
        {"sort": "nothing"},
    ],
)
def test_the_index_says_what_the_rows_say(store: Store, asked: dict[str, Any]) -> None:
    query = Query(**asked)
    said = view(RunTable(store).refresh(), query, {})
    found = chosen_beforehand(store, query)
    assert [row.id for row in found.shown] == [run["id"] for run in said["runs"]]
    assert (found.matching, found.total, found.error) == (said["matching"], said["total"], said["error"])
