"""What nbtrack prints as JSON, every program can read."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.plain_json import plain_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


@given(VALUES)
def test_values_that_json_has_come_back(value: Any) -> None:
    assert json.loads(plain_json(value)) == value
    assert plain_json(value, ensure_ascii=True).isascii()


def test_numbers_that_json_lacks_are_texts() -> None:
    found = {
        "last": [float("nan"), 1.5, None],
        "most": {"inf": float("inf")},
        "least": (-float("inf"), "NaN"),
    }
    assert json.loads(plain_json(found), parse_constant=refuse) == {
        "last": ["NaN", 1.5, None],
        "most": {"inf": "Infinity"},
        "least": ["-Infinity", "NaN"],
    }
