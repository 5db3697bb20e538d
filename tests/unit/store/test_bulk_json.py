"""JSON of many records is read and written on orjson, and means what the standard library says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.bulk_json import bulk_dump, bulk_load
from nbtrack.store.canonical import dump, load

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**18, 10**23) | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def kinds(value: Any) -> Any:
    """Return a value in a form in which 1, 1.0 and True differ, -0.0 and 0.0 too, and NaN is itself."""
    return repr(value)


@given(st.dictionaries(st.text(), VALUES))
def test_what_is_canonical_is_read_as_by_the_library(said: dict[str, Any]) -> None:
    raw = dump(said)
    assert kinds(bulk_load()(raw)) == kinds(load(raw))


@given(st.dictionaries(st.text(), VALUES))
def test_what_is_written_comes_back(said: dict[str, Any]) -> None:
    assert kinds(json.loads(bulk_dump()(said))) == kinds(said)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"attached":{"a":"QUJD"},"parameters":{"seed":{"value":123456789012345678901}}}',
        b'{"attached":{},"parameters":{"seed":{"value":-123456789012345678901}}}',
        b'{"attached":{"a":"QUJD"},"metrics":{"loss":{"last":{"$float":"nan"}}}}',
        b'{"lone":"\\ud800"}',
        b'{"float":0.00012345678901234567,"int":18446744073709551615,"zero":-0.0}',
    ],
)
def test_what_orjson_reads_differently_or_not_at_all_is_read_by_the_library(raw: bytes) -> None:
    assert kinds(bulk_load()(raw)) == kinds(load(raw))


@pytest.mark.parametrize("raw", [b"", b"{", b'{"attached":{', b"\xff", b'{"a":1}x'])
def test_what_is_no_json_is_an_error(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        bulk_load()(raw)
