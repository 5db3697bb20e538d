"""The journal of a run that could not begin leaves nothing behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.errors import StoreError
from nbtrack.store import journal

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_that_cannot_begin_leaves_no_file_open_and_none_on_disk(tmp_path: Path) -> None:
    journal.begin(str(tmp_path), "run", {}).close()
    before = os.listdir("/proc/self/fd")
    with pytest.raises(StoreError):
        journal.begin(str(tmp_path), "run", {})
    assert os.listdir("/proc/self/fd") == before
    assert os.listdir(tmp_path) == ["run"]


def test_who_finds_a_half_deleted_journal_can_tell_whose_it_was(tmp_path: Path, monkeypatch: Any) -> None:
    journal.begin(str(tmp_path), "run", {"name": "first"}).close()
    folder = str(tmp_path / "run")
    for number in range(20):
        (tmp_path / "run" / f"points-{number}.bin").touch()
    left: list[list[str]] = []
    unlink = os.unlink

    def noted(path: str) -> None:
        left.append(os.listdir(folder))
        assert journal.owner(folder)["pid"] == os.getpid()
        unlink(path)

    monkeypatch.setattr(os, "unlink", noted)
    journal.discard(folder)
    assert left[-1] == ["events.jsonl"]
    assert not os.listdir(tmp_path)


def test_the_owner_is_no_part_of_the_record(tmp_path: Path) -> None:
    journal.begin(str(tmp_path), "run", {"name": "first"}).close()
    assert list(journal.fragments(str(tmp_path / "run"))) == [{"name": "first"}]


def test_a_journal_of_which_only_the_folder_is_left_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        journal.last_word(str(tmp_path))


def test_what_the_recorder_itself_uses_is_no_part_of_the_record_either(tmp_path: Path) -> None:
    begun = journal.begin(str(tmp_path), "run", {"name": "first"})
    used = b' {"kind":"read","name":"/data.csv","at":1.5}'
    with open(begun.path, "ab") as file:
        file.write(used + b"\n" + b' {"kind":"read","na')
    begun.append({"note": "after a torn line"})
    begun.close()
    folder = str(tmp_path / "run")
    assert list(journal.fragments(folder)) == [{"name": "first"}, {"note": "after a torn line"}]
    assert journal.asides(folder) == [used, b' {"kind":"read","na']
