"""The order in which git goes through a work tree."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbtrack.git.tree_order import notebooks_after

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.sampled_from(["a", "a b", "a.b", "a0", "b", "ö", "Z"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda names: "/".join(names) + ".ipynb")


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(path: str) -> list[str]:
    return [name for name in notebooks_after(path) if name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.sets(PATHS, min_size=1), data=st.data())
def test_it_is_that_of_the_paths_bytes(paths: set[str], data: st.DataObject, tmp_path: Path) -> None:
    top = tmp_path / os.urandom(8).hex()
    top.mkdir()
    os.chdir(top)
    for path in paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).touch()
    in_order = sorted(paths, key=os.fsencode)
    at = data.draw(st.integers(0, len(in_order) - 1))
    assert found(in_order[at]) == in_order[at + 1 :]


def test_other_files_hidden_names_and_linked_folders_are_no_part_of_it(top: Path) -> None:
    (top / "folder").mkdir()
    (top / "folder" / "c.ipynb").touch()
    (top / ".ipynb_checkpoints").mkdir()
    for name in ("a.ipynb", "b.py", ".c.ipynb", ".ipynb_checkpoints/d.ipynb"):
        (top / name).touch()
    (top / "link").symlink_to("folder")
    assert found("a.ipynb") == ["folder/c.ipynb"]


def test_a_folder_that_is_gone_has_none() -> None:
    assert found("gone/a.ipynb") == []


def test_each_folder_on_the_way_can_be_counted(top: Path) -> None:
    for number in range(5):
        (top / "b" / str(number)).mkdir(parents=True)
    assert list(islice(notebooks_after("a.ipynb"), 4)) == [None] * 4
