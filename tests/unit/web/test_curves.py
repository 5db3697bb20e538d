"""Curves fill their picture, and share a scale."""

from __future__ import annotations

from itertools import chain
from math import inf, isnan, nan
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.record import Metric
from nbtrack.store.series import Series, pack
from nbtrack.store.store import Store
from nbtrack.web.charts import curve_points
from nbtrack.web.curves import curves_of, lines, missing_in, missing_text, thinned
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

numbers = st.floats(allow_nan=False, allow_infinity=False)


def test_the_highest_is_on_top_and_the_last_at_the_right() -> None:
    assert lines([[(0, 1.0), (1, 3.0), (2, 2.0)]], 100, 20) == [(["2.0,18.0 50.0,2.0 98.0,10.0"], [])]


def test_two_curves_share_a_scale() -> None:
    assert lines([[(0, 0.0), (1, 1.0)], [(0, 2.0), (1, 2.0)]], 100, 20) == [
        (["2.0,18.0 98.0,10.0"], []),
        (["2.0,2.0 98.0,2.0"], []),
    ]


def test_a_curve_has_a_gap_where_there_is_no_number_and_a_mark_below_it() -> None:
    (drawn,) = lines([[(0, 0.0), (1, 1.0), (2, inf), (3, nan), (4, 1.0), (5, nan)]], 104, 20)
    assert drawn.pieces == ["2.0,18.0 22.0,2.0", "80.5,2.0 83.5,2.0"]  # a number alone is to be seen too
    assert drawn.missing == ["42.0,20.0 62.0,20.0", "100.5,20.0 103.5,20.0"]


def test_values_that_are_no_numbers_are_counted_by_kind() -> None:
    counts = [missing_in([(0, nan), (1, 2.0), (2, inf)]), missing_in([(0, nan)]), missing_in([(0, 1.0)])]
    assert counts == [{"nan": 1, "inf": 1}, {"nan": 1}, {}]
    assert missing_text(counts) == "2 nan, 1 inf"
    assert missing_text([{}]) == ""


@pytest.mark.parametrize("place", [0, 3, 500, 998, 999])
def test_one_value_of_a_thousand_that_is_no_number_stays_in_a_thinned_curve(place: int) -> None:
    points = [(float(step), nan if step == place else 1.0) for step in range(1000)]
    kept = thinned(points, 20)
    assert [step for step, value in kept if isnan(value)] == [place]
    assert len(kept) <= 22


def test_numbers_are_seen_among_values_that_are_none() -> None:
    points = [(float(step), 1.0 if step % 7 == 3 else nan) for step in range(1000)]
    assert sum(value == 1.0 for _, value in thinned(points, 20)) == 20


def test_a_metric_that_never_was_a_number_has_no_curve(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    some, never = Series(), Series()
    for step in range(3):
        some.append(float("inf") if step == 1 else step, 0, step)
        never.append(float("nan"), 0, step)
    metrics = {name: Metric(0, 0, 0, 3, 2) for name in ("some", "never")}
    record = finished(metrics=metrics, series=store.blobs.put(pack({"some": some, "never": never})))
    store.records.put(record)
    assert curves_of(store, record) == {"some": ([(0, 0), (1, inf), (2, 2)], {"inf": 1})}


def test_the_last_point_of_a_long_curve_stays_where_it_was_logged() -> None:
    series = Series()
    for number in range(12):
        series.append(number, number, None)
    assert curve_points(series, 5) == {
        "steps": [0, 3, 6, 9, 11],
        "seconds": [0, 3, 6, 9, 11],
        "values": [0, 3, 6, 9, 11],
        "missing": {},
    }


def test_without_points_there_is_no_line() -> None:
    assert lines([[], []], 100, 20) == [([], []), ([], [])]


@given(st.lists(st.lists(st.tuples(numbers, st.floats()), max_size=5), max_size=3))
def test_every_point_is_in_the_picture(curves: list[list[tuple[float, float]]]) -> None:
    for line in chain.from_iterable(map(chain.from_iterable, lines(curves, 100, 20))):
        for point in line.split():
            x, y = map(float, point.split(","))
            assert -0.1 <= x <= 100.1
            assert -0.1 <= y <= 20.1
