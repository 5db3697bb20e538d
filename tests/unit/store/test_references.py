"""A run is named by the beginning of its id, its name or its age."""

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
        ("c.ipynb@aaaa", "no run 'c.ipynb@aaaa'"),
        ("b.ipynb@cccc", "no run 'cccc'"),
        ("c.ipynb@latest", "no run of c.ipynb yet"),
    ],
)
def test_what_names_no_single_run_is_an_error(text: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        find_run(text, RUNS)
