"""Metric series pack small and come back as they were."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.series import Series, pack, unpack

POINTS = st.lists(
    st.tuples(st.floats(), st.floats(0, 4e9), st.none() | st.integers(-(2**62), 2**62)),
    min_size=1,
)


def series(points: list[tuple[float, float, int | None]]) -> Series:
    found = Series()
    for point in points:
        found.append(*point)
    return found


@given(st.dictionaries(st.text(), POINTS, max_size=4))
def test_packed_series_come_back(table: dict[str, list[tuple[float, float, int | None]]]) -> None:
    packed = {name: series(points) for name, points in table.items()}
    again = unpack(pack(packed))
    assert {name: repr(list(one.points())) for name, one in again.items()} == {
        name: repr(list(one.points())) for name, one in packed.items()
    }


def test_an_even_series_packs_far_below_its_size() -> None:
    from nbtrack.store.compression import compress

    even = series([(1 / (1 + i), 1e9 + i / 10, i) for i in range(10_000)])
    assert len(compress(pack({"loss": even}))) < 10_000 * 8  # a third of the three columns


def test_nan_is_no_extreme() -> None:
    summary = series([(3.0, 0, 1), (math.nan, 1, 2), (2.0, 2, 3)]).summary()
    assert (summary.min, summary.max, summary.last, summary.count, summary.last_step) == (2.0, 3.0, 2.0, 3, 3)


@pytest.mark.parametrize("value", ["much", None, [1]])
def test_what_is_no_number_adds_nothing(value: object) -> None:
    found = Series()
    with pytest.raises((TypeError, ValueError)):
        found.append(value, 0.0, 1)  # type: ignore[arg-type]
    assert (len(found), len(found.steps), len(found.times_ms)) == (0, 0, 0)


@pytest.mark.parametrize("cut", [0, 3, 10, -1])
def test_a_damaged_blob_is_an_error(cut: int) -> None:
    with pytest.raises(StoreError):
        unpack(pack({"loss": series([(1.0, 0.0, 1)])})[:cut])
