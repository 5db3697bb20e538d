"""Times go to text and back, and sort as text."""

import pytest
from hypothesis import given
from hypothesis.strategies import floats

from nbtrack.store.clock import seconds_of, utc_text

SECONDS = floats(min_value=0, max_value=2**33, allow_nan=False)


@given(SECONDS, SECONDS)
def test_texts_sort_as_the_times_do(first: float, second: float) -> None:
    if first < second:
        assert utc_text(first) <= utc_text(second)


@given(SECONDS)
def test_a_time_comes_back_to_the_microsecond(seconds: float) -> None:
    assert seconds_of(utc_text(seconds)) == pytest.approx(seconds, abs=1e-5)


@pytest.mark.parametrize(("seconds", "year"), [(999999999999999, "9999"), (-999999999999999, "0001")])
def test_a_time_that_no_calendar_has_is_the_end_of_it(seconds: float, year: str) -> None:
    """git takes any number for the time of a commit."""
    text = utc_text(seconds)
    assert text.startswith(f"{year}-")
    assert seconds_of(text)
