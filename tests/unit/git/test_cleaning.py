"""Each notebook is cleaned by the settings of its folder, as they are at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import SettingsError
from nbtrack.git.cleaning import Cleaner
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

FULL = notebook_b(code("1", outputs=[stream("hello\n")], count=3))
CLEAN = notebook_b(code("1"))


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_says_whether_outputs_were_lost() -> None:
    cleaner = Cleaner()
    assert cleaner.clean("a.ipynb", FULL).lost_outputs
    assert not cleaner.clean("a.ipynb", CLEAN).lost_outputs
    assert not cleaner.clean("a.ipynb", notebook_b(code("1", count=3))).lost_outputs


def test_a_cell_that_leaves_is_a_loss_too(top: Path) -> None:
    (top / "nbtrack.toml").write_text("[strip]\ndrop-empty = true\n")
    assert Cleaner().clean("a.ipynb", notebook_b(code("1"), code(" "))).lost_outputs


def test_the_folder_need_not_be_there() -> None:
    assert Cleaner().clean("gone/since/a.ipynb", FULL).raw == CLEAN


def test_settings_that_change_meanwhile_are_read_again(top: Path) -> None:
    cleaner = Cleaner()
    assert cleaner.clean("a.ipynb", FULL).raw == CLEAN
    (top / "nbtrack.toml").write_text("[strip]\nkeep-outputs = true\nkeep-counts = true\n")
    assert cleaner.clean("a.ipynb", FULL).raw == FULL
    (top / "nbtrack.toml").unlink()
    assert cleaner.clean("a.ipynb", FULL).raw == CLEAN


def test_settings_that_make_no_sense_stop_the_notebook_below_them_only(top: Path) -> None:
    (top / "bad").mkdir()
    (top / "bad" / "nbtrack.toml").write_text("[strip]\nkeep = 1\n")
    cleaner = Cleaner()
    with pytest.raises(SettingsError):
        cleaner.clean("bad/a.ipynb", FULL)
    assert cleaner.clean("good/a.ipynb", FULL).raw == CLEAN
