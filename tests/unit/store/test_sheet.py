"""The columns of the index say of each run what its record says, however many there are and how they came."""

import random
from pathlib import Path
from typing import Any

import pytest

from nbtrack.compare.fields import field_of
from nbtrack.compare.ranking import ordered
from nbtrack.compare.sheet_fields import fitting, sheet_field
from nbtrack.store.record import Metric, Parameter, RunRecord
from nbtrack.store.record_json import from_json
from nbtrack.store.statuses import FAILED, FINISHED
from nbtrack.store.store import Store
from tests.unit.compare.conditions import condition
from tests.unit.store.recording import finished, running

CONDITIONS = [
    "loss < 0.5",
    "loss.min < 0.2 and not lr > 0.01",
    "loss != 0.25 or opt = adam",
    "status = failed",
    "tag:base* and took > 3",
    "note ~ look",
    "lr",
    "branch = none",
    "notebook = a.ipynb and name = r3",
    "odd = nan",
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / ".nbtrack"))


def made(number: int, chance: random.Random) -> RunRecord:
    values: dict[str, Any] = {"lr": 10 ** chance.uniform(-4, -1), "opt": chance.choice(["adam", "sgd"])}
    if number % 3 == 0:
        values |= {"odd": float("nan"), "layers": [1, 2], "deep": {"a": None}}
    last = chance.random()
    metrics = {"loss": Metric(last, last / 2, last * 2, 10, 9)} if number % 4 else {}
    return finished(
        experiment="ab"[number % 2] + ".ipynb",
        started=f"2026-11-24T10:{number // 60:02}:{number % 60:02}.000000Z",
        status=FAILED if number % 7 == 0 else FINISHED,
        name=f"r{number}" if number < 5 else None,
        tags=("baseline",) if number % 10 == 0 else (),
        duration_s=number / 10,
        parameters={name: Parameter(value, "default") for name, value in values.items()},
        metrics=metrics,
    )


def filled(store: Store, count: int) -> list[RunRecord]:
    chance = random.Random(1)
    records = [made(number, chance) for number in range(count)]
    for record in records:
        store.records.put(record)
    return records


@pytest.mark.parametrize("count", [1, 63, 64, 65, 150])
def test_a_condition_means_the_same_of_columns_and_of_records(store: Store, count: int) -> None:
    filled(store, count)
    runs = store.runs()
    store.annotate(runs[0].id, tags=("baseline",), note="look here")
    live = store.begin(running(started="2026-11-24T10:00:01.500000Z"))
    live.log({"loss": 0.125})
    runs = store.runs()
    with store.sheet() as sheet:
        # As text, since from Python 3.13 on a data class that holds NaN does not equal its like.
        assert list(map(repr, sheet.records(range(len(sheet.runs))))) == list(map(repr, runs))
        for text in CONDITIONS:
            if count > 4:
                fits = condition(text, runs)
                expected = [place for place, run in enumerate(runs) if fits(run)]
                assert fitting([text], sheet) == expected, text


def test_an_order_is_the_same_of_columns_and_of_records(store: Store) -> None:
    filled(store, 150)
    runs = store.runs()
    with store.sheet() as sheet:
        for name in ("loss", "loss.max", "lr", "opt", "took", "odd", "layers", "started"):
            places = ordered(range(len(runs)), sheet_field(name, sheet), "min")
            assert [runs[place] for place in places] == ordered(runs, field_of(name, runs), "min"), name


def test_columns_do_not_depend_on_when_runs_came_or_which_went(store: Store) -> None:
    records = filled(store, 140)
    store.runs()
    store.records.remove({record.id for record in records[::3]})
    store.runs()
    later = [made(number, random.Random(number)) for number in range(200, 290)]
    for record in later:
        store.records.put(record)
        store.listed()
    grown = everything(store)
    store.reindex()
    assert grown == everything(store)
    assert len(grown) == 140 - 47 + 90


def everything(store: Store) -> dict[str, tuple[str, ...]]:
    with store.sheet() as sheet:
        parameters, metrics = sheet.names()
        names = [
            *(f"param:{name}" for name in parameters),
            *(f"metric:{name}" for name in metrics),
            "took",
            "tags",
        ]
        fields = {name: sheet_field(name, sheet) for name in sorted(names)}
        return {
            run.id: tuple(f"{name}={field(place)!r}" for name, field in fields.items())
            for place, run in enumerate(sheet.runs)
        }


def test_a_name_with_a_lone_surrogate_is_listed_as_any_other(store: Store) -> None:
    for _ in range(64):
        store.records.put(finished(parameters={"bad \udcff": Parameter(1, "default")}))
    with store.sheet() as sheet:
        assert len(fitting(["`bad \udcff` = 1"], sheet)) == 64


@pytest.mark.parametrize("count", [3, 70])
def test_a_sheet_is_of_one_moment_whatever_others_do(store: Store, count: int) -> None:
    expected = filled(store, count)
    with store.sheet() as sheet:
        store.records.remove([one.id for one in expected[1:]])
        assert len(Store(store.root).runs()) == 1
        assert sorted(run.id for run in sheet.records(range(count))) == sorted(one.id for one in expected)
        assert sum(value is not None for value in sheet.column("last", "loss")) == sum(
            bool(one.metrics) for one in expected
        )


@pytest.mark.parametrize("count", [70, 300])
def test_the_json_of_each_run_is_that_of_its_record(store: Store, count: int) -> None:
    filled(store, count - 1)
    store.records.put(finished(parameters={"seed": Parameter(123456789012345678901, "default")}))
    store.annotate(store.runs()[3].id, tags=("good",))
    with store.sheet() as sheet:
        said = list(sheet.each_said())
        assert [repr(from_json(one)) for one in said] == [repr(run) for run in store.runs()]
        assert [next(iter(one)) for one in said] == ["schema"] * count
