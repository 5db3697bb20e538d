"""Runs as JSON in parts are what they are in one piece."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.exchange.runs_json import runs_json
from nbtrack.store.bulk_json import MANY

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=3), st.sampled_from([1, MANY]))
def test_the_parts_are_the_whole_document(runs: list[dict[str, Any]], count: int) -> None:
    whole = json.dumps({"schema": "nbtrack.runs/1", "runs": runs}, indent=2) + "\n"
    assert b"".join(runs_json(runs, count)) == whole.encode("ascii")


def test_a_run_is_read_when_the_one_before_is_written() -> None:
    read: list[int] = []

    def each() -> Any:
        for number in range(2):
            read.append(number)
            yield {"name": number}

    parts = runs_json(each(), 2)
    assert (next(parts)[:1], read) == (b"{", [])
    next(parts)
    assert read == [0]
