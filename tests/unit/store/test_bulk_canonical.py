"""What orjson writes has the bytes of what the standard library writes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.bulk_canonical import quick_dump
from nbtrack.store.canonical import dump, plain_dump

ODD_NUMBERS = st.sampled_from(
    (1e-4, 9.9e-5, 1e-5, -1.5e-5, 1e-7, 5e-324, 1e15, 9999999999999998.0, 1e16, -1e17, 1e22, 1.5e300, 2**70)
)
ODD_TEXTS = st.sampled_from(
    (":1e-5,", ",0.00001]", '":1e16}', "\\", '"', "$float", "null", "\x7f\x1f", "\udcff")
)
TEXTS = st.text() | ODD_TEXTS
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ODD_NUMBERS | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, VALUES))
def test_every_value_has_the_same_bytes(value: dict[str, Any]) -> None:
    assert quick_dump(plain_dump)(value) == plain_dump(value)


def refused(value: Any) -> bytes:
    raise AssertionError(f"{value} was left to the standard library")


@pytest.mark.parametrize("number", [0.1, 1e-5, -2.5e-7, 1e16, 1e300, 0.00012, 2.0, 7])
def test_numbers_beside_texts_that_look_like_them_need_no_second_writing(number: float) -> None:
    value = {
        "metrics": {"loss": {"last": number}},
        "note": ":1e-5,",
        "z": [number],
    }
    assert quick_dump(refused)(value) == plain_dump(value)


def test_nothing_is_written_beside_numbers_at_once() -> None:
    value = {"parameters": {"limit": {"value": None, "default": [None, "null"]}}, "z": 0.5}
    assert quick_dump(refused)(value) == plain_dump(value)


@pytest.mark.parametrize("value", [{1: "one"}, {"raw": b"raw"}, {"set": {1, 2}}, {"key": {None: 0}}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        quick_dump(plain_dump)(value)


class Count(int):
    """A number, as a library might have one."""


def test_a_number_of_its_own_class_is_a_number() -> None:
    assert quick_dump(plain_dump)({"number": Count(3)}) == b'{"number":3}'


def test_a_process_that_writes_a_lot_writes_the_same_bytes_all_along() -> None:
    value = {"lr": 1e-5, "note": 'said "so"', "none": None}
    assert {dump(value) for _ in range(300)} == {plain_dump(value)}
