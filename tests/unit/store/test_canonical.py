"""Equal values have equal bytes, and every value comes back."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.canonical import dump, load, load_lines

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def same(one: Any, other: Any) -> bool:
    """Compare as `==` does, except that NaN is NaN and 1 is not 1.0."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and bool(one == other)


@given(VALUES)
def test_every_value_comes_back(value: Any) -> None:
    assert same(load(dump(value)), value)


@given(st.dictionaries(st.text(), SCALARS))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    assert dump(value) == dump(dict(reversed(value.items())))


def test_what_looks_like_a_float_stays_what_it_is() -> None:
    assert load(dump({"$float": "nan"})) == {"$float": "nan"}


def test_a_lone_surrogate_survives() -> None:
    assert load(dump("bad \udcff name")) == "bad \udcff name"


@pytest.mark.parametrize("value", [{1: "one"}, {None: 0}, b"raw", {1, 2}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        dump(value)


LINES = st.lists(st.tuples(st.dictionaries(st.text(), SCALARS), st.floats(0, 1) | st.just(1.0)), max_size=6)


@given(LINES)
def test_a_torn_line_costs_only_itself(cut: list[tuple[dict[str, Any], float]]) -> None:
    whole = [(dump(value), share) for value, share in cut]
    lines = [line[: round(share * len(line))] + b"\n" for line, share in whole]
    kept = [value for (value, _), line in zip(cut, lines, strict=True) if line == dump(value) + b"\n"]
    assert same(list(load_lines(lines)), kept)
