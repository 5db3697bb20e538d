"""JSON of many records is read and written on orjson, and means what the standard library says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.bulk_json import bulk_dump, bulk_load, bulk_pretty, bulk_read, pretty
from nbtrack.store.bulk_json import dump as index_dump
from nbtrack.store.canonical import dump, load

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**18, 10**23) | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def kinds(value: Any) -> Any:
    """Return a value in a form in which 1, 1.0 and True differ, -0.0 and 0.0 too, and NaN is itself."""
    return repr(value)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_what_is_canonical_is_read_as_by_the_library(said: dict[str, Any]) -> None:
    raw = dump(said)
    assert kinds(bulk_load()(raw)) == kinds(load(raw))


@pytest.mark.parametrize("write", [index_dump, bulk_dump()])
@pytest.mark.parametrize("read", [json.loads, bulk_read()])
@given(said=st.dictionaries(st.text(), VALUES, max_size=4))
def test_what_is_written_for_the_index_comes_back(
    write: Callable[[Any], bytes], read: Callable[[bytes], Any], said: dict[str, Any]
) -> None:
    assert kinds(read(write(said))) == kinds(said)


@given(VALUES)
def test_what_people_read_is_laid_out_as_by_the_library(said: Any) -> None:
    assert kinds(json.loads(bulk_pretty()(said))) == kinds(json.loads(pretty(said)))
    assert len(bulk_pretty()(said).splitlines()) == len(pretty(said).splitlines())


@pytest.mark.parametrize(
    "raw",
    [
        b'{"parameters":{"seed":{"value":123456789012345678901}}}',
        b'{"parameters":{"seed":{"value":-123456789012345678901}}}',
        b'{"parameters":{"seed":{"value":-9223372036854775809}}}',
        b'{"metrics":{"loss":{"last":{"$float":"nan"}}}}',
        b'{"lone":"\\ud800"}',
        b'{"float":0.00012345678901234567,"int":18446744073709551615,"zero":-0.0}',
    ],
)
def test_what_orjson_reads_differently_or_not_at_all_is_read_by_the_library(raw: bytes) -> None:
    assert kinds(bulk_load()(raw)) == kinds(load(raw))


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":{', b"\xff", b'{"a":1}x'])
def test_what_is_no_json_is_an_error(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        bulk_load()(raw)
