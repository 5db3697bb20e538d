from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.record_json import from_json, tidied, to_json

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
