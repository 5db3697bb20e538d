"""What is in a folder is listed once, and never out of date."""

from __future__ import annotations

import json
from pathlib import Path

from nbtrack.notebook.listing import Glance, names_in, once_listed


def test_names_come_and_go(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert names_in(folder) == set()
    (tmp_path / "a").mkdir()
    assert names_in(folder) == {"a"}
    (tmp_path / "b").touch()
    assert names_in(folder) == {"a", "b"}
    (tmp_path / "a").rmdir()
    assert names_in(folder) == {"b"}


def test_what_is_no_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert names_in(str(tmp_path / "file")) == names_in(str(tmp_path / "missing")) == set()


def test_a_folder_that_nobody_changes_is_looked_at_once() -> None:
    looked: list[str] = []
    for _ in range(3):
        once_listed(looked.append, str(Path(json.__file__).parent))
    assert len(looked) == 1


def test_a_folder_that_was_changed_just_now_is_looked_at_again(tmp_path: Path) -> None:
    looked: list[str] = []
    for name in ("a", "b"):
        (tmp_path / name).touch()
        once_listed(looked.append, str(tmp_path))
    assert len(looked) == 2


def test_what_was_seen_at_a_glance_holds_until_its_end_and_no_longer(tmp_path: Path) -> None:
    folder = str(tmp_path)
    with Glance():
        assert names_in(folder) == set()
        (tmp_path / "a").touch()
        assert names_in(folder) == set()
    assert names_in(folder) == {"a"}
    with Glance():
        assert names_in(folder) == {"a"}
