"""Numbers as people compare them."""

import pytest

from nbtrack.compare.numbers import delta_text, value_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (1234567.5, "1.23457e+06"),
        (1234567.0, "1234567"),
        (1e15, "1e+15"),
        (1e-9, "1e-09"),
        (3, "3"),
        (float("nan"), "nan"),
        ("text", "text"),
        ([1, "a"], "[1, 'a']"),
        ("x" * 99, "x" * 59 + "…"),
    ],
)
def test_a_value_is_short(value: object, expected: str) -> None:
    assert value_text(value) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (0.5, 0.75, "+0.25 (+50.0%)"),
        (-2.0, -1.0, "+1 (+50.0%)"),
        (0.0, 1.0, "+1"),
        (1.0, 1.0, "="),
        (None, 1.0, ""),
        (float("nan"), 1.0, ""),
        (1.0, float("inf"), ""),
    ],
)
def test_a_change_says_by_how_much(old: float | None, new: float | None, expected: str) -> None:
    assert delta_text(old, new) == expected
