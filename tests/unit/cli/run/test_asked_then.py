"""A run is traced back to the first that it repeats or takes up."""

from pathlib import Path

from nbtrack.cli.run.asked_then import earlier_runs
from nbtrack.store.store import Store
from tests.unit.store.recording import finished

FIRST, SECOND, THIRD = ("0" * 15 + end for end in "123")


def test_the_first_of_them_comes_first(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.records.put(finished(id=FIRST))
    store.records.put(finished(id=SECOND, reproduces=FIRST))
    found = earlier_runs(finished(id=THIRD, reproduces=SECOND), store)
    assert [run.id for run in found] == [FIRST, SECOND, THIRD]


def test_runs_that_repeat_each_other_are_each_told_once(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    store.records.put(finished(id=FIRST, reproduces=SECOND))
    store.records.put(finished(id=SECOND, reproduces=FIRST))
    found = earlier_runs(store.get(FIRST), store)
    assert [run.id for run in found] == [SECOND, FIRST]


def test_one_that_was_removed_ends_it(tmp_path: Path) -> None:
    found = earlier_runs(finished(id=SECOND, reproduces=FIRST), Store(str(tmp_path)))
    assert [run.id for run in found] == [SECOND]
