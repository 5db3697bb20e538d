"""A run's folder appears with its journal and goes as a whole; the process's next run takes it again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.store import journal, live_folder
from nbtrack.store.store import Store
from tests.unit.store.recording import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "live"
    live_folder.forget()


def begin(live: Path, run_id: str) -> Path:
    journal.begin(str(live), run_id, {"name": run_id}).close()
    return live / run_id


def number_of(path: Path) -> int:
    return path.stat().st_ino


def test_the_next_run_takes_the_folder_that_the_last_one_left(live: Path) -> None:
    first = begin(live, "one")
    number = number_of(first)
    live_folder.leave(str(first))
    assert not first.exists()
    assert number_of(begin(live, "two")) == number
    assert os.listdir(live) == ["two"]


def test_nothing_of_the_last_run_is_in_it(live: Path) -> None:
    first = begin(live, "one")
    (first / "points-1.bin").write_bytes(b"of the first")
    live_folder.leave(str(first))
    second = begin(live, "two")
    assert os.listdir(second) == ["events.jsonl"]
    assert list(journal.fragments(str(second))) == [{"name": "two"}]


def test_a_folder_with_folders_in_it_is_not_kept(live: Path) -> None:
    first = begin(live, "one")
    (first / "outputs").mkdir()
    (first / "outputs" / "1").write_bytes(b"an output")
    live_folder.leave(str(first))
    assert os.listdir(live) == []
    assert os.listdir(begin(live, "two")) == ["events.jsonl"]


def test_a_run_begins_also_where_somebody_deleted_the_folder_that_was_left(live: Path) -> None:
    live_folder.leave(str(begin(live, "one")))
    live_folder.delete(str(live))
    assert list(journal.fragments(str(begin(live, "two")))) == [{"name": "two"}]


def test_two_runs_at_once_have_a_folder_each(live: Path) -> None:
    live_folder.leave(str(begin(live, "one")))
    assert number_of(begin(live, "two")) != number_of(begin(live, "three"))


def test_the_child_of_a_fork_leaves_its_parent_the_folder(live: Path) -> None:
    first = begin(live, "one")
    number = number_of(first)
    live_folder.leave(str(first))
    if not (child := os.fork()):
        try:
            other = number_of(begin(live, "child")) != number
            live_folder.forget()
            os._exit(0 if other else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert number_of(begin(live, "two")) == number


def test_nothing_is_left_when_no_more_runs_come(live: Path) -> None:
    live_folder.leave(str(begin(live, "one")))
    live_folder.forget()
    assert os.listdir(live) == []


def test_what_a_killed_process_left_hidden_goes_with_the_garbage(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    live = tmp_path / "live"
    begun = store.begin(running())
    for name, age_s in (("old", 7200), ("young", 60)):
        folder = live / f".{name}"
        folder.mkdir()
        (folder / "events.jsonl").write_bytes(b"")
        at_s = folder.stat().st_mtime - age_s
        os.utime(folder, (at_s, at_s))
    store.delete_abandoned()
    assert sorted(os.listdir(live)) == [".young", begun.id]
