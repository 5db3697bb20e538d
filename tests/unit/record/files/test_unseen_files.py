"""Patterns find the files that they name, and never search a whole machine."""

from pathlib import Path

import pytest

from nbtrack.record.files import unseen_files
from nbtrack.record.files.unseen_files import matching


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.txt", "deep/a.csv", "deep/er/a.csv", "deep/er/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("b.txt", ["b.txt"]),
        ("gone.txt", []),
        ("*.csv", ["a.csv"]),
        ("*/a.*", ["deep/a.csv"]),
        ("**/*.csv", ["a.csv", "deep/a.csv", "deep/er/a.csv"]),
        ("deep/**/b.*", ["deep/er/b.txt"]),
        ("**/er/*.csv", ["deep/er/a.csv"]),
    ],
)
def test_a_pattern_is_what_the_shell_takes_it_for(folder: Path, pattern: str, names: list[str]) -> None:
    assert [*matching(f"{folder}/{pattern}")] == [f"{folder}/{name}" for name in names]


def test_only_so_many_folders_are_searched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen_files, "_MOST", 2)
    assert [*matching(f"{folder}/deep/**/b.*")] == [f"{folder}/deep/er/b.txt"]
    assert [*matching(f"{folder}/**/b.*")] == [f"{folder}/b.txt"]
