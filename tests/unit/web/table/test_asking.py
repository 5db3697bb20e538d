"""Columns answer conditions as records do, name by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.compare.fields import field_of
from nbtrack.compare.ranking import ordered
from nbtrack.errors import UsageError
from nbtrack.store.record import Metric, Parameter
from nbtrack.store.store import Store
from nbtrack.web.query import Query
from nbtrack.web.table.table import RunTable
from nbtrack.web.table.view import chosen_rows
from tests.unit.compare.conditions import condition
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS: list[dict[str, Any]] = [
    {"lr": 0.1, "acc": 7, "took": 1, "empty": None},
    {"lr": "0.1", "metric:lr": 3, "flag": True},
    {"lr": None, "flag": 1, "empty": None},
    {"acc": 0.25, "list": [1, 2]},
]
METRICS = [
    {"acc": Metric(0.5, 0.1, 0.9, 3), "acc.min": Metric(8, 8, 8)},
    {"acc": Metric(float("nan"), 0, 1), "status": Metric(2, 2, 2)},
    {"loss": Metric(0.25, 0.1, 0.9)},
    {},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(str(tmp_path / ".nbtrack"))
    for number, (parameters, metrics) in enumerate(zip(PARAMETERS, METRICS, strict=True)):
        found.records.put(
            finished(
                id=f"{number:016x}",
                started=f"2026-11-24T10:0{number}:00.000000Z",
                duration_s=float(number),
                parameters={name: Parameter(value, "default") for name, value in parameters.items()},
                metrics=metrics,
            )
        )
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("lr = 0.1", "lr = '0.1'", "lr = none", "lr != none", "lr ~ 0", "not lr > 0", "param:lr > 0"),
        *("acc > 0.3", "param:acc > 0.3", "metric:acc > 0.3", "acc = nan", "acc.min < 5", "acc.count = 3"),
        *("took > 1", "param:took = 1", "status = finished", "metric:status = 2", "empty", "empty = none"),
        *("flag", "flag = true", "flag = 1", "flag > 0", "list ~ 1", "loss < 1 or acc > 5", "metric:lr = 3"),
    ],
)
def test_a_condition_chooses_the_same_rows_as_records(store: Store, text: str) -> None:
    records = store.runs()
    rows = RunTable(store).refresh()
    fits = condition(text, records)
    found = chosen_rows(rows, Query(where=text))
    assert [row.id for row in found] == [run.id for run in records if fits(run)]


@pytest.mark.parametrize("text", ["nothing > 1", "metric:nothing", "param:loss > 0", "acc.max > 0 and"])
def test_what_no_row_has_is_refused_as_for_records(store: Store, text: str) -> None:
    with pytest.raises(UsageError) as of_records:
        condition(text, store.runs())
    with pytest.raises(UsageError) as of_rows:
        chosen_rows(RunTable(store).refresh(), Query(where=text))
    assert of_rows.value.message == of_records.value.message


@pytest.mark.parametrize("name", ["lr", "acc", "took", "acc.min", "metric:acc", "param:acc", "loss", "flag"])
def test_rows_are_ordered_as_records_are(store: Store, name: str) -> None:
    records = store.runs()
    expected = ordered(records, field_of(name, records), "max")
    found = chosen_rows(RunTable(store).refresh(), Query(sort=f"-{name}"))
    assert [row.id for row in found] == [run.id for run in expected]
