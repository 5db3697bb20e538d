"""The file that somebody may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import NotebookError, RunError
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.files import read
from nbtrack.notebook.nearest_file import hint_for, nearest_file
from nbtrack.record.script_plan import make_script_plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "experiments").mkdir()
    for name in ("train.ipynb", "prepare.py", "experiments/final.ipynb"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("train.ipyn", "train.ipynb"),
        ("Train.ipynb", "train.ipynb"),
        ("experiments/finale.ipynb", "experiments/final.ipynb"),
        ("experiment", "experiments"),
        ("something_else.csv", None),
        ("no_folder/train.ipynb", None),
    ],
)
def test_the_name_that_is_most_alike_in_the_same_folder_is_meant(
    folder: Path, asked: str, meant: str | None
) -> None:
    assert nearest_file(asked) == meant


def test_a_file_that_cannot_be_read_is_named_with_the_nearest_one(folder: Path) -> None:
    with pytest.raises(NotebookError) as caught:
        read("train.ipyn")

    assert caught.value.hint == "did you mean train.ipynb?"


def test_so_is_one_that_cannot_be_found(folder: Path) -> None:
    with pytest.raises(NotebookError) as caught:
        find_notebooks(("train.ipyn",))

    assert caught.value.hint == "did you mean train.ipynb?"


def test_so_is_a_script_that_is_to_run(folder: Path) -> None:
    with pytest.raises(RunError) as caught:
        make_script_plan("prepar.py", (), ())

    assert caught.value.hint == "did you mean prepare.py?"


def test_nothing_is_asked_where_nothing_is_alike(folder: Path) -> None:
    assert hint_for("zzz") is None
