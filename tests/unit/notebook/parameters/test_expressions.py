"""Values as Python source and as plain values."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.notebook.parameters.expressions import expression_of, on_one_line, plain
from nbtrack.notebook.parameters.kinds import ANY, TEXT, Kind

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(codec=None))
    | st.binary()
)
hashable = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
values = st.recursive(
    scalars | st.sets(hashable, max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(hashable, inner, max_size=3)
    ),
    max_leaves=10,
)


def same(one: object, other: object) -> bool:
    if isinstance(one, set) or isinstance(other, set):
        return one == other and type(one) is type(other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    return type(one) is type(other) and repr(one) == repr(other)


@given(values)
def test_the_source_of_a_value_makes_the_value_again(value: object) -> None:
    source = expression_of(value, ANY)
    assert same(eval(source), value)
    assert source.splitlines() == [source]


@given(values)
def test_plain_values_fit_into_json_and_stay_as_they_are(value: object) -> None:
    found = plain(value)
    assert same(json.loads(json.dumps(found)), found)
    assert same(plain(found), found)


def test_a_wrapper_stays_around_its_argument() -> None:
    kind = Kind("Path", optional=True, items=TEXT, wrapper="pathlib.Path")
    assert expression_of("it's", kind) == """pathlib.Path("it's")"""
    assert expression_of(None, kind) == "None"


def test_sets_have_one_order() -> None:
    assert expression_of({10, 9, "b", "a", None}, ANY) == "{None, 9, 10, 'a', 'b'}"
    assert plain({"b", "a"}) == ["a", "b"]
    assert expression_of(set(), ANY) == "set()"


def test_what_json_cannot_say_becomes_text() -> None:
    assert plain({1: b"x", "y": (1 + 2j, math.inf)}) == {"1": "b'x'", "y": ["complex(1.0, 2.0)", math.inf]}


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("[\n    1, # first\n    2,\n]", "[1, 2]"),
        ("'''a\nb'''", r"'a\nb'"),
        ("'two  spaces'", "'two  spaces'"),
        ("0x1f", "0x1f"),
        ("no\nPython", "no Python"),
    ],
)
def test_an_expression_fits_a_line_and_says_the_same(expression: str, line: str) -> None:
    assert on_one_line(expression) == line
