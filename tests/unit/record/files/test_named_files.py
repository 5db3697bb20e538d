"""Files and folders that texts in the code name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.record.files.named_files import named_files, named_folders

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_named_by_themselves_by_patterns_and_in_other_texts(tmp_path: Path) -> None:
    for name in ("a.csv", "b.parquet", "c.png", "unnamed.csv"):
        (tmp_path / name).touch()
    source = "read('a.csv')\nsql = \"select * from 'b.parquet'\"\nglob('./c*.png')\nread('gone.csv')"
    found = named_files([source], [str(tmp_path)])
    assert found == {f"{tmp_path}/{name}" for name in ("a.csv", "b.parquet", "c.png")}


def test_folders_are_named_by_absolute_paths(tmp_path: Path) -> None:
    for name in ("code", "word", "data"):
        (tmp_path / name).mkdir()
    source = f"root = '{tmp_path}/code/'\nopen('data')\nopen('{tmp_path}/none')"
    assert named_folders([source], [f"{tmp_path}/word"]) == {f"{tmp_path}/code", f"{tmp_path}/word"}


def test_the_home_may_stand_for_itself(home: Path) -> None:
    (home / "data").mkdir()
    assert named_folders(["folder = '~/data'"], []) == {f"{home}/data"}
