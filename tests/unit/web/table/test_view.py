"""What the page of runs says: which runs, in which order, with which columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.store.record import Metric, Parameter
from nbtrack.store.store import Store
from nbtrack.web.query import Query
from nbtrack.web.table.table import RunTable
from nbtrack.web.table.view import view
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.web.table.table import Rows


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    store = Store(str(tmp_path / ".nbtrack"))
    for number in range(6):
        parameters: dict[str, Any] = {"lr": number / 10, "epochs": 3, "text": "1" if number else 1}
        store.records.put(
            finished(
                id=f"{number:016x}",
                name=f"run {number}",
                started=f"2026-11-24T10:0{number}:00.000000Z",
                parameters={name: Parameter(value, "default") for name, value in parameters.items()},
                metrics={
                    "acc": Metric((number % 3) / 4, 0, 1),
                    "aaa": Metric(number, 0, 1),
                    "same": Metric(1, 1, 1),
                },
            )
        )
    return RunTable(store).refresh()


def names(rows: Rows, **query: Any) -> list[str]:
    return [run["name"].removeprefix("run ") for run in view(rows, Query(**query), {})["runs"]]


def test_the_columns_are_those_that_vary_and_known_metrics_come_first(rows: Rows) -> None:
    shown = [column["name"] for column in view(rows, Query(), {})["columns"]]
    assert shown == ["started", "took", "acc", "aaa", "lr", "text"]


def test_columns_can_be_chosen_and_pinned_ones_come_first(rows: Rows) -> None:
    query = Query(column=("status", "param:epochs", "metric:nothing"), pin=("metric:acc",))
    assert [column["name"] for column in view(rows, query, {})["columns"]] == ["acc", "status", "epochs"]


def test_conditions_are_those_of_the_command_line(rows: Rows) -> None:
    assert names(rows, where="lr > 0.1 and not acc = 0") == ["5", "4", "2"]
    assert names(rows, where="lr > 0.1", brush="acc >= 0.5") == ["5", "2"]
    assert names(rows, where="text = '1'", limit=2) == ["5", "4"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"where": "lr >"}, "expected a value"),
        ({"sort": "nothing"}, "no run has 'nothing'"),
        ({"group_by": "no"}, "no run has"),
    ],
)
def test_what_makes_no_sense_is_said_and_shows_nothing(
    rows: Rows, query: dict[str, Any], message: str
) -> None:
    found = view(rows, Query(**query), {})
    assert message in found["error"]["message"]
    assert found["runs"] == []


@pytest.mark.parametrize("key", ["metric:acc", "acc", "param:lr", "lr", "started", "took"])
def test_any_column_sorts_both_ways(rows: Rows, key: str) -> None:
    up, down = names(rows, sort=key), names(rows, sort=f"-{key}")
    assert sorted(up) == sorted(down) == list("012345")
    if key.endswith(("lr", "started")):
        assert up == list("012345")
        assert down == list("543210")


def test_pages_are_cut_from_all(rows: Rows) -> None:
    found = view(rows, Query(offset=2, limit=2), {})
    assert [run["name"] for run in found["runs"]] == ["run 3", "run 2"]
    assert (found["total"], found["matching"]) == (6, 6)


def test_a_metric_says_how_it_changed_since_the_run_before(rows: Rows) -> None:
    newest, *_, oldest = view(rows, Query(), {})["runs"]
    assert newest["deltas"]["acc"] == {"value": 0.25, "text": "+0.25 (+100.0%)", "verdict": "better"}
    assert newest["deltas"]["aaa"]["verdict"] == ""
    assert oldest["deltas"] == {}


def test_groups_say_the_condition_that_leads_to_their_runs(rows: Rows) -> None:
    found = view(rows, Query(group_by="metric:acc"), {})["groups"]
    assert [group["runs"] for group in found] == [2, 2, 2]
    for group in found:
        assert len(names(rows, where=group["where"])) == group["runs"]


def test_parameters_stand_behind_the_leading_metrics_and_what_others_lack_is_no_difference(
    tmp_path: Path,
) -> None:
    store = Store(str(tmp_path / ".nbtrack"))
    for number, experiment in enumerate(("a.ipynb", "a.ipynb", "b.ipynb")):
        values: dict[str, Any] = {"lr": number, "seed": 7} if experiment == "a.ipynb" else {}
        store.records.put(
            finished(
                id=f"{number:016x}",
                experiment=experiment,
                started=f"2026-11-24T10:0{number}:00.000000Z",
                parameters={name: Parameter(value, "default") for name, value in values.items()},
                metrics={name: Metric(number, number, number) for name in ("m1", "m2", "m3", "m4", "loss")},
            )
        )
    rows = RunTable(store).refresh()
    shown = [column["name"] for column in view(rows, Query(), {})["columns"]]
    assert shown == ["notebook", "started", "took", "loss", "m1", "m2", "lr", "m3", "m4"]
    one = view(rows, Query(experiment="a.ipynb"), {})["columns"]
    assert "notebook" not in [column["name"] for column in one]


def test_a_column_is_as_wide_as_its_values_need(rows: Rows) -> None:
    widths = {column["name"]: column["width"] for column in view(rows, Query(), {})["columns"]}
    assert widths["lr"] < widths["acc"]  # which shows its change as well
    assert widths["acc"] <= 200
