"""A column comes back as it was, whatever it holds and in whichever way it is packed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.columns import CHUNK_RUNS, PARAMETER, chunk_of, unpacked, values_of
from nbtrack.store.facts import FACTS, SAID_FACTS, TAGS
from nbtrack.store.record import Environment, GitState, Parameter, RecordedNotebook, RunRecord
from nbtrack.store.record_json import to_json
from tests.unit.store.recording import finished

NUMBERS = st.integers(-(2**70), 2**70), st.integers(-40000, 40000), st.integers(-5, 5), st.booleans()
OTHERS = st.floats(), st.sampled_from([0.5, 1.0]), st.text(), st.none(), st.lists(st.integers())
COLUMNS = st.one_of(
    *(st.lists(kind, min_size=CHUNK_RUNS, max_size=CHUNK_RUNS) for kind in (*NUMBERS, *OTHERS)),
    st.lists(st.one_of(*NUMBERS, *OTHERS), min_size=CHUNK_RUNS, max_size=CHUNK_RUNS),
)


@given(COLUMNS)
def test_a_column_comes_back_with_its_types(values: list[Any]) -> None:
    said = to_json(finished())
    runs = [values_of(said | {"parameters": {"x": {"value": value, "origin": ""}}}) for value in values]
    found = dict(chunk_of(runs))
    assert list(map(repr, unpacked(found[PARAMETER, "x"]))) == list(map(repr, values))


@pytest.mark.parametrize("edge", [2**15, 2**31, 2**63])
def test_a_number_at_the_edge_of_its_size_stays_what_it_is(edge: int) -> None:
    numbers = [*range(edge - 16, edge + 16), *range(-edge - 16, -edge + 16)]
    runs = [values_of(to_json(finished(parameters={"x": Parameter(one, "")}))) for one in numbers]
    assert unpacked(dict(chunk_of(runs))[PARAMETER, "x"]) == numbers


@pytest.mark.parametrize(
    "run",
    [
        finished(),
        finished(name="r", note="n", duration_s=0.0, tags=("a", "b")),
        finished(git=GitState("abc", "main"), environment=Environment("3.12.1", "Linux"), script="s"),
        finished(git=GitState(None), notebook=RecordedNotebook(code="c"), script="s"),
        finished(notebook=RecordedNotebook(given="g"), script="s"),
    ],
)
def test_a_record_and_its_json_tell_the_same_facts(run: RunRecord) -> None:
    said = {name: fact(to_json(run)) for name, fact in SAID_FACTS.items()}
    assert said | {TAGS: ", ".join(said[TAGS] or ()) or None} == {
        name: fact(run) for name, fact in FACTS.items()
    }
