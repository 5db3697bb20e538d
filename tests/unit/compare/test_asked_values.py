"""Times are asked for as people say them."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.compare.asked_values import asked_value
from nbtrack.errors import UsageError
from tests.unit.compare.conditions import condition
from tests.unit.store.recording import finished


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("took", 90, 90),
        ("took", "90s", 90.0),
        ("took", "1.5m", 90.0),
        ("took", "2min", 120.0),
        ("took", ".5h", 1800.0),
        ("took", "1d", 86400.0),
        ("took", None, None),
        ("started", 2026, "2026"),
        ("started", "2026-11", "2026-11"),
        ("started", None, None),
        ("param:took", "4s", "4s"),
        ("lr", 0.1, 0.1),
    ],
)
def test_a_value_is_what_runs_have_under_the_name(name: str, value: Any, expected: Any) -> None:
    assert asked_value(name, value) == expected


@pytest.mark.parametrize("value", ["long", "4 s", "s", "4w", ""])
def test_what_is_no_span_of_time_is_an_error_and_not_a_list_without_runs(value: str) -> None:
    with pytest.raises(UsageError, match="took cannot be compared"):
        asked_value("took", value)


@pytest.mark.parametrize(
    ("text", "is_met"),
    [("took > 4s", True), ("took > 1h", False), ("started > 2020", True), ("started < 2020-05", False)],
)
def test_runs_are_found_by_their_times(text: str, is_met: bool) -> None:
    one = finished(started="2026-11-26T12:00:00Z", duration_s=60.0)
    assert condition(text, [one])(one) is is_met
