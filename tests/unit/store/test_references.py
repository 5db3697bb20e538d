"""A run is named by the beginning of its id, its name or its age."""

from collections.abc import Callable

import pytest

from nbtrack.errors import StoreError
from nbtrack.store.references import find_run
from nbtrack.store.statuses import SNAPSHOT
from tests.unit.store.recording import finished

RUNS = [
    finished(id="aaaa000000000003", experiment="b.ipynb"),
    finished(id="aaaa000000000009", kind=SNAPSHOT),
    finished(id="bbbb000000000002", name="best"),
    finished(id="cccc000000000001"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("latest", 0),
        ("latest~1", 2),
        ("train.ipynb@latest", 2),
        ("train.ipynb@latest~1", 3),
        ("best", 2),
        ("cccc", 3),
        ("BBBB00", 2),
        ("train.ipynb@cccc", 3),
        ("b.ipynb@aaaa", 0),
        ("train.ipynb@best", 2),
        ("aaaa000000000009", 1),
    ],
)
def test_a_run_is_found(text: str, expected: int) -> None:
    assert find_run(text, RUNS) is RUNS[expected]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("aaaa", "beginning of 2 runs"),
        ("ccc", "no run 'ccc'"),
        ("latest~3", "only 3 runs"),
        ("b.ipynb@latest~1", "there is only 1 run of b.ipynb"),
        ("c.ipynb@aaaa", "no run 'c.ipynb@aaaa'"),
        ("b.ipynb@cccc", "no run 'cccc'"),
        ("c.ipynb@latest", "no run of c.ipynb yet"),
    ],
)
def test_what_names_no_single_run_is_an_error(text: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        find_run(text, RUNS)


def with_a_tag(*ids: str) -> Callable[[str], set[str]]:
    return lambda tag: set(ids) if tag == "baseline" else set()


def test_a_tag_names_the_run_that_has_it() -> None:
    assert find_run("baseline", RUNS, with_a_tag("cccc000000000001")) is RUNS[3]
    assert find_run("train.ipynb@baseline", RUNS, with_a_tag("cccc000000000001")) is RUNS[3]


def test_a_tag_of_several_runs_names_none() -> None:
    with pytest.raises(StoreError, match="2 runs have the tag 'baseline'") as raised:
        find_run("baseline", RUNS, with_a_tag("cccc000000000001", "bbbb000000000002"))
    assert raised.value.hint == "such as bbbb000000000002 and cccc000000000001"
    assert find_run("b.ipynb@baseline", RUNS, with_a_tag(RUNS[0].id, "cccc000000000001")) is RUNS[0]


def test_a_name_and_an_id_count_before_a_tag() -> None:
    assert find_run("best", RUNS, lambda _: {"cccc000000000001"}) is RUNS[2]
    assert find_run("cccc", RUNS, lambda _: {"bbbb000000000002"}) is RUNS[3]
