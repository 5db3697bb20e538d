"""Numbers as people compare them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.compare.numbers import delta_text, value_text, value_texts

KINDS = (st.floats(), st.integers(), st.integers(10**55, 10**70), st.booleans(), st.text(), st.just(2.0))


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


@given(st.one_of(*map(st.lists, KINDS), st.lists(st.one_of(*KINDS))))
def test_many_values_read_as_each_by_itself(values: list[Any]) -> None:
    assert value_texts(values) == list(map(value_text, values))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (0.5, 0.75, "+0.25 (+50.0%)"),
        (-2.0, -1.0, "+1 (+50.0%)"),
        (0.0, 1.0, "+1"),
        (1.0, 1.0004, "+0.0004"),
        (1.0, 1.0, "="),
        (None, 1.0, ""),
        (float("nan"), 1.0, ""),
        (float("nan"), float("nan"), "="),
        (float("inf"), float("inf"), "="),
        (1.0, float("inf"), ""),
    ],
)
def test_a_change_says_by_how_much(old: float | None, new: float | None, expected: str) -> None:
    assert delta_text(old, new) == expected
