from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.record import Artifact
from nbtrack.store.record_json import bare_of, from_json, record_of, tidied, to_json
from tests.unit.store.recording import finished

BEGUN = {"schema": "nbtrack.run/1", "id": "a" * 16, "experiment": "a.py", "started": "", "status": "running"}
SAID: dict[str, Any] = {
    "kind": st.sampled_from(("run", "snapshot")),
    "note": st.none() | st.just("why"),
    "tags": st.sampled_from(([], ["a"])),
    "modules": st.sampled_from(({}, {"a.py": "d"})),
    "metrics": st.sampled_from(({}, {"loss": {"last": 1.0, "min": 1.0, "max": 1.0}})),
    "notebook": st.sampled_from(({}, {"given": None, "paired": {}}, {"given": "d"})),
    "data": st.sampled_from((None, {}, {"files": None, "read": 0}, {"read": 1, "new": 0})),
    "git": st.sampled_from((None, {"commit": None}, {"commit": "c", "dirty": False, "patch": None})),
    "error": st.sampled_from((None, {"name": "E", "message": "", "line": 3})),
    "environment": st.sampled_from((None, {"python": "3", "platform": "p", "seeds": {}})),
    "later": st.sampled_from((None, {}, 1)),
}


@given(st.fixed_dictionaries({}, optional=SAID))
def test_json_is_tidied_as_a_record_would_be_written(said: dict[str, Any]) -> None:
    assert tidied(BEGUN | said) == to_json(from_json(BEGUN | said))


VALUES: dict[str, Any] = {
    "parameters": {"lr": {"value": 0.1, "origin": "default"}},
    "metrics": {"loss": {"last": 0.1, "min": 0.1, "max": 0.2, "later": 1}},
    "cells": [{"number": 1, "status": "finished"}],
}


def test_a_bare_record_has_all_but_the_many_values() -> None:
    whole = to_json(finished(name="r", tags=("a",), artifacts={"x": Artifact("b", 1, "text/plain")}))
    assert to_json(bare_of(whole | VALUES)) == whole


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("parameters", {"lr": {"value": 0.1}}),
        ("metrics", {"loss": {"last": 0.1, "min": 0.1}}),
        ("metrics", {"loss": 0.1}),
        ("metrics", ["loss"]),
        ("cells", [{"number": 1}]),
        ("git", {}),
        ("schema", "nbtrack.run/99"),
    ],
)
def test_what_makes_no_record_makes_no_bare_one_either(name: str, value: Any) -> None:
    said = to_json(finished()) | VALUES | {name: value}
    for build in (record_of, bare_of):
        with pytest.raises(StoreError, match="damaged"):
            build(said)
