"""Several runs: side by side, in an order, in groups."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.compare.fields import field_of
from nbtrack.compare.groups import grouped, spreads
from nbtrack.compare.markdown import render_table
from nbtrack.compare.ranking import best_places, ordered
from nbtrack.compare.table import cell_text, table_of
from nbtrack.compare.telling_apart import parameter_text, parameter_texts, quoted_text
from nbtrack.errors import UsageError
from nbtrack.store.record import Metric, Parameter, RunRecord
from nbtrack.store.sheet import sheet_of
from tests.unit.store.recording import finished


def run(name: str, acc: float, lr: Any) -> RunRecord:
    return finished(
        name=name, metrics={"acc": Metric(acc, acc, acc)}, parameters={"lr": Parameter(lr, "default")}
    )


A, B, C, D = run("a", 0.9, 0.1), run("b", 0.8, 0.1), run("c", math.nan, "big"), finished(name="d")


def test_a_table_has_a_row_for_each_name_and_marks_the_best() -> None:
    rows = {row.name: row for row in table_of(sheet_of([A, B, C, D]), {})}
    assert rows["lr"].values == (0.1, 0.1, "big", None)
    assert [cell_text(rows["acc"], place) for place in range(4)] == ["0.9 *", "0.8", "nan", ""]
    assert rows["name"].differs
    assert not rows["status"].differs


def test_settings_decide_which_is_best() -> None:
    (row,) = [row for row in table_of(sheet_of([A, B]), {"acc": "min"}) if row.name == "acc"]
    assert row.best == {1}


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((1, 1.0, 2), ["1 (int)", "1.0 (float)", "2"]),
        (("1", 1, None), ["'1' (str)", "1 (int)", ""]),
        ((True, 1, "True"), ["True (bool)", "1", "'True' (str)"]),
        ((0.12345671, 0.12345672, 0.5), ["0.12345671", "0.12345672", "0.5"]),
        ((1, 1, 1), ["1", "1", "1"]),
        (("", None, ""), ["'' (str)", "", "'' (str)"]),
    ],
)
def test_parameters_that_differ_read_differently(values: tuple[Any, ...], texts: list[str]) -> None:
    (row,) = (
        row for row in table_of(sheet_of([run("a", 1, value) for value in values]), {}) if row.name == "lr"
    )
    assert list(row.texts) == texts
    assert row.differs == (len({repr(value) for value in values}) > 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (0.12345678, "0.12345678"),
        ("l2", "l2"),
        ("1", "'1'"),
        ("true", "'true'"),
        ("", "''"),
        ("[1]", "'[1]'"),
        ("a b", "a b"),
        (None, "None"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_a_parameter_by_itself_reads_like_no_other(value: Any, text: str) -> None:
    assert parameter_text(value, None) == text


def test_a_tuple_is_no_list_and_a_path_no_text_but_a_path_is_a_path() -> None:
    given = [
        Parameter([1, 2], "default", expression="(1, 2)"),
        Parameter([1, 2], "default"),
        Parameter("data", "default", expression="Path('data')"),
        Parameter("data", "command line", expression="PosixPath('data')"),
        Parameter("data", "default"),
    ]
    assert parameter_texts(given) == [
        "(1, 2)",
        "[1, 2]",
        "Path('data')",
        "Path('data')",
        "'data'",
    ]
    assert parameter_texts(given[2:4]) == ["data", "data"]


def test_a_table_in_markdown_takes_names_for_names() -> None:
    rows = [row for row in table_of(sheet_of([run("a|b", 1, "*")]), {}) if row.name in ("name", "lr")]
    assert render_table(["1"], rows) == "| | 1 |\n|---|---|\n| name | a&#124;b |\n| lr | &#42; |\n"


def test_runs_are_ordered_by_a_value_and_those_without_one_come_last() -> None:
    def names(field: str, direction: str) -> str:
        runs = [A, B, C, D]
        return "".join(one.name or "" for one in ordered(runs, field_of(field, runs), direction))

    assert names("acc", "max") == "abcd"
    assert names("acc", "min") == "bacd"
    assert names("lr", "min") == "abcd"
    assert names("name", "max") == "dcba"


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        ([1.0, 3.0, 3.0, None], "max", {1, 2}),
        ([1.0, math.nan, 2.0], "min", {0}),
        ([1.0, 1.0], "max", set()),
        ([1.0, 2.0], None, set()),
        ([], "max", set()),
    ],
)
def test_the_best_is_marked_where_there_is_one(
    values: list[float | None], direction: str | None, expected: set[int]
) -> None:
    assert best_places(values, direction) == expected


def test_runs_are_grouped_by_a_value() -> None:
    groups = grouped([0.1, "big", 0.1, None])
    assert [(group.value, group.places) for group in groups] == [(0.1, (0, 2)), ("big", (1,)), (None, (3,))]
    small, big, none = spreads(groups, [0.9, math.nan, 0.8, None])
    assert small
    assert big
    assert (small.runs, round(small.mean, 3), round(small.deviation or 0, 4)) == (2, 0.85, 0.0707)
    assert (big.runs, none) == (0, None)


def test_infinities_of_both_signs_have_no_mean() -> None:
    (spread,) = spreads(grouped([1, 1]), [math.inf, -math.inf])
    assert spread
    assert math.isnan(spread.mean)


@given(st.lists(st.none() | st.floats(-1e6, 1e6) | st.just(math.nan), min_size=1))
def test_a_group_varies_as_the_values_that_are_there_do(lasts: list[float | None]) -> None:
    (spread,) = spreads(grouped([1] * len(lasts)), lasts)
    values = [value for value in lasts if value is not None and not math.isnan(value)]
    assert (spread.runs if spread else None) == (
        len(values) if any(one is not None for one in lasts) else None
    )
    if spread and values:
        assert math.isclose(spread.mean, statistics.fmean(values), abs_tol=1e-6)
        deviation = statistics.stdev(values) if len(values) > 1 else 0.0
        assert math.isclose(spread.deviation or 0.0, deviation, rel_tol=1e-6, abs_tol=1e-6)


def test_a_fact_wins_over_a_metric_and_a_metric_over_a_parameter() -> None:
    both = finished(
        metrics={"lr": Metric(1, 1, 1), "status": Metric(2, 2, 2)}, parameters={"lr": Parameter(3, "default")}
    )
    asked = ("lr", "param:lr", "status", "metric:status", "lr.count")
    assert [field_of(name, [both])(both) for name in asked] == [1, 3, "finished", 2, 1]
    with pytest.raises(UsageError, match="no run has the metric 'x'"):
        field_of("metric:x", [both])


def test_a_text_by_itself_is_quoted_where_it_reads_like_another_value() -> None:
    values = ["0.1", 0.1, "none", None, "adam", "", "[1]", "1e-3 or so"]
    assert [quoted_text(value) for value in values] == [
        *("'0.1'", "0.1", "'none'", "None", "adam", "''", "'[1]'", "1e-3 or so")
    ]
