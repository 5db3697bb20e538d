"""NBT501: a notebook and its text say the same, or check says which of them changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.notebook.files import load
from tests.making import code, notebook_b
from tests.unit.pairing.pairmaking import Folder
from tests.unit.rules.asking import said

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.notebook.document import Notebook

RULE = "NBT501"
PAIRED = {"jupytext": {"formats": "ipynb,py:percent"}}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, code("x = 1"))


def in_folder(path: Path, **metadata: Any) -> Notebook:
    path.write_bytes(notebook_b(code("x = 1"), metadata=metadata))
    return load(str(path))


def test_a_notebook_without_a_pair_is_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbtrack.pairing.status", None)  # importing it would fail
    assert said(RULE, in_folder(tmp_path / "test.ipynb")) == []


def test_a_pair_in_step_is_no_finding(folder: Folder) -> None:
    assert said(RULE, load(folder.pair.notebook)) == []


def test_a_changed_text_is(folder: Folder) -> None:
    folder.replace_in_text("x = 1", "x = 2")
    (message,) = said(RULE, load(folder.pair.notebook))
    assert "changed since it was last in step with" in message
    assert message.startswith(folder.text_path.name)


def test_a_changed_notebook_is(folder: Folder) -> None:
    folder.replace_in_notebook("x = 1", "x = 2")
    (message,) = said(RULE, load(folder.pair.notebook))
    assert message.startswith(f"{folder.notebook_path.name} changed since")


def test_a_missing_text_is(tmp_path: Path) -> None:
    assert said(RULE, in_folder(tmp_path / "test.ipynb", **PAIRED)) == ["test.py is missing"]


def test_a_pair_that_settings_declare_counts(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text('formats = "ipynb,py:percent"\n')
    assert said(RULE, in_folder(tmp_path / "test.ipynb")) == ["test.py is missing"]


@pytest.mark.parametrize(
    "jupytext",
    [{"formats": "ipynb,../../elsewhere//py"}, {"formats": "ipynb,nonsense:nonsense"}, {"formats": "ipynb"}],
)
def test_a_pair_that_makes_no_sense_is_never_a_crash(tmp_path: Path, jupytext: dict[str, str]) -> None:
    path = tmp_path / "test.ipynb"
    assert not [m for m in said(RULE, in_folder(path, jupytext=jupytext)) if "failed here" in m]


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text("formats = [")
    (message,) = said(RULE, in_folder(tmp_path / "test.ipynb"))
    assert message.startswith("cannot be compared with its text: cannot read ")


def test_a_text_that_is_no_text_is_told(folder: Folder) -> None:
    folder.text_path.write_bytes(b"\xff\xfe\x00")
    (message,) = said(RULE, load(folder.pair.notebook))
    assert message.startswith("cannot be compared with its text: ")


def test_what_comes_from_stdin_has_no_text_beside_it() -> None:
    assert said(RULE, parse(notebook_b(code("x = 1"), metadata=PAIRED), "<stdin>")) == []
