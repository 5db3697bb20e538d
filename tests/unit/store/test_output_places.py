"""Copies of a notebook share what is kept, and each has the outputs that it had last."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.digest import digest_of
from nbtrack.store.kept_outputs import KeptOutputs
from nbtrack.store.output_limits import OutputLimits, beyond

CLEAN = b"clean"


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / ".nbtrack")


@pytest.fixture(params=[0, 6], ids=["files of their own", "a pack"])
def kept(request: pytest.FixtureRequest, store: str) -> KeptOutputs:
    """A process that has kept few notebooks, or many, so that the next ones go into a pack."""
    made = KeptOutputs(store)
    for number in range(request.param):
        made.keep("many.ipynb", b"clean %d" % number, b"full")
    return made


def test_a_copy_that_has_the_same_outputs_again_gets_them_back(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    kept.keep("b.ipynb", CLEAN, b"other")
    kept.keep("b.ipynb", CLEAN, b"full")
    assert kept.latest("b.ipynb", CLEAN) == b"full"


def test_what_a_copy_does_with_the_same_outputs_is_nothing_to_the_first(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    kept.keep("a.ipynb", CLEAN, b"newer")
    kept.keep("b.ipynb", CLEAN, b"full")
    assert kept.latest("a.ipynb", CLEAN) == b"newer"
    assert kept.latest("b.ipynb", CLEAN) == b"full"


def test_equal_outputs_are_stored_once(kept: KeptOutputs) -> None:
    before = len(kept.everything())
    for name in ("a.ipynb", "b.ipynb", "c.ipynb"):
        kept.keep(name, CLEAN, b"full")
    assert len(kept.everything()) == before + 1


def test_what_a_copy_uses_is_not_too_old(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    (first,) = kept.versions(digest_of(CLEAN))
    before_ns = first.used_ns
    kept.keep("b.ipynb", CLEAN, b"full")
    (version,) = kept.versions(digest_of(CLEAN))
    assert version.used_ns > before_ns
    assert version.own_ns == before_ns
    a_second = OutputLimits(keep_days=1 / 86_400, max_bytes=10**9)
    assert beyond([version], a_second, version.used_ns) == []


def test_forgetting_a_version_forgets_where_it_was(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    kept.keep("b.ipynb", CLEAN, b"full")
    kept.forget(kept.everything())
    assert [name for _, _, names in os.walk(Path(kept.folder, "places")) for name in names] == []
    kept.keep("b.ipynb", CLEAN, b"other")
    kept.keep("a.ipynb", CLEAN, b"full")
    assert kept.latest("b.ipynb", CLEAN) == b"other"


def test_a_disk_that_takes_no_place_is_an_error(kept: KeptOutputs) -> None:
    kept.keep("a.ipynb", CLEAN, b"full")
    Path(kept.folder, "places").touch()
    with pytest.raises(StoreError):
        kept.keep("b.ipynb", CLEAN, b"full")
    assert kept.latest("b.ipynb", CLEAN) == b"full"


STEPS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "ö/\udcff"]), st.sampled_from([b"1", b"2", b"3"]), st.booleans()),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_each_path_has_what_it_had_last(steps: list[tuple[str, bytes, bool]], tmp_path: Path) -> None:
    folder = str(tmp_path / os.urandom(8).hex())
    kept = KeptOutputs(folder)
    last: dict[str, bytes] = {}
    for path, full, is_new_process in steps:
        if is_new_process:
            kept.close()
            kept = KeptOutputs(folder)
        kept.keep(path, CLEAN, full)
        last[path] = full
        assert {name: kept.latest(name, CLEAN) for name in last} == last
    kept.close()
