"""Times read as people say them."""

import time

import pytest

from nbtrack.compare.times import ago, duration_text
from nbtrack.store.clock import utc_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0, "0.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (125, "2 min 5 s"),
        (3599.4, "59 min 59 s"),
        (3599.6, "1 h 0 min"),
        (12_000, "3 h 20 min"),
        (100 * 3600, "100 h 0 min"),
    ],
)
def test_a_duration_has_the_two_units_that_matter(seconds: float | None, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "just now"),
        (30, "30 seconds ago"),
        (90, "1 minute ago"),
        (3 * 3600 + 100, "3 hours ago"),
        (86400 + 100, "1 day ago"),
        (61 * 86400, "2 months ago"),
        (3 * 366 * 86400, "3 years ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(seconds: float, text: str) -> None:
    assert ago(utc_text(time.time() - seconds)) == text


def test_what_is_no_time_is_shown_as_it_is() -> None:
    assert ago("some day") == "some day"
