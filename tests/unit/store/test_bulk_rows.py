"""Rows of many records say what those of a few say, however their records are spelled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.bulk_json import bulk_read
from nbtrack.store.bulk_rows import bulk_rows
from nbtrack.store.row import Row, read_row
from nbtrack.store.seal import sealed_bytes
from tests.unit.store.test_bulk_json import VALUES

RUN = "0123456789abcdef"
SAID = {
    "schema": "nbtrack.run/1",
    "id": RUN,
    "experiment": "train.ipynb",
    "started": "2026-11-24T10:00:00.000000Z",
    "status": "finished",
}
ATTACHED = {"a" * 64: "KLUv/SA"}  # where older records have it


def told(row: Row) -> str:
    """Return a row with what its JSON means, whatever its spelling."""
    return repr((row[:6], row.values, sorted(bulk_read()(row.said_b).items())))


def test_the_bytes_of_a_record_are_kept_without_seal() -> None:
    raw = sealed_bytes(SAID)
    assert bulk_rows()(raw, RUN).said_b == json.dumps(SAID, sort_keys=True, separators=(",", ":")).encode()


@given(st.dictionaries(st.text(), VALUES, max_size=4), st.booleans())
def test_rows_of_many_are_those_of_a_few(values: dict[str, Any], is_attached: bool) -> None:
    parameters = {name: {"value": value, "origin": ""} for name, value in values.items()}
    said = SAID | {"parameters": parameters} | ({"attached": ATTACHED} if is_attached else {})
    raw = sealed_bytes(said)
    assert told(bulk_rows()(raw, RUN)) == told(read_row(raw, RUN))


@pytest.mark.parametrize(
    "more",
    [
        {"cells": [{"number": 1, "status": "finished"}], "attached": ATTACHED},
        {"artifacts": {"a": {}}, "attached": ATTACHED},
        {"attached": {}},
        {"attached": {"a}": "b", "c": "d"}},
        {"attached": ATTACHED, "zeta": {"attached": {}}},
    ],
)
def test_what_is_large_is_left_out_wherever_it_stands(more: dict[str, Any]) -> None:
    raw = sealed_bytes(SAID | more)
    found, few = bulk_rows()(raw, RUN), read_row(raw, RUN)
    assert told(found) == told(few)
    assert not {"attached", "cells", "seal"} & set(json.loads(found.said_b))


@pytest.mark.parametrize("read", [read_row, bulk_rows()])
@pytest.mark.parametrize("old", [b'"finished"', b"KLUv", b"2026"])
def test_a_record_that_does_not_fit_its_seal_has_no_row(read: Any, old: bytes) -> None:
    raw = sealed_bytes(SAID | {"attached": ATTACHED})
    with pytest.raises(StoreError, match="does not fit its seal"):
        read(raw.replace(old, old[::-1] if old != b'"finished"' else b'"failed"'), RUN)


@pytest.mark.parametrize("read", [read_row, bulk_rows()])
def test_the_record_of_another_run_has_no_row(read: Any) -> None:
    with pytest.raises(StoreError, match="the file holds run"):
        read(sealed_bytes(SAID), "f" * 16)


def test_values_that_fit_a_seal_in_another_spelling_have_a_row() -> None:
    raw = sealed_bytes(SAID | {"attached": ATTACHED})
    spelled = json.dumps(json.loads(raw), indent=1).encode()
    assert told(bulk_rows()(spelled, RUN)) == told(read_row(spelled, RUN)) == told(read_row(raw, RUN))
