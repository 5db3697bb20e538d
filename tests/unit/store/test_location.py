"""How a store calls the runs of a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.store.location import FOLDER, experiment_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders with a notebook each, and a store for both."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "train.ipynb").write_text("{}")
    monkeypatch.setenv("NBTRACK_STORE", str(tmp_path / "store"))
    return tmp_path


def test_folders_that_are_no_project_are_told_apart_in_a_store_of_both(shared: Path) -> None:
    (shared / "link").symlink_to(shared / "two")
    names = [experiment_of(str(shared / name / "train.ipynb")) for name in ("one", "two", "link")]
    assert names == [str(shared / name / "train.ipynb") for name in ("one", "two", "two")]


def test_a_notebook_of_a_project_is_called_by_its_path_in_it_wherever_the_store_is(shared: Path) -> None:
    (shared / "nbtrack.toml").touch()
    assert experiment_of(str(shared / "one" / "train.ipynb")) == "one/train.ipynb"


def test_a_folder_with_a_store_of_its_own_needs_no_whole_paths(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBTRACK_STORE", str(shared / "one" / FOLDER))
    assert experiment_of(str(shared / "one" / "train.ipynb")) == "train.ipynb"
    monkeypatch.delenv("NBTRACK_STORE")
    assert experiment_of(str(shared / "two" / "train.ipynb")) == "train.ipynb"
