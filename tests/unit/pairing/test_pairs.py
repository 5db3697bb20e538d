"""A pair is what the notebook, the text's header or jupytext's settings say."""

import json
from pathlib import Path

import pytest

from nbtrack.errors import PairError
from nbtrack.pairing.pairs import pairs_of
from tests.making import code, notebook_b


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def write(path: str, formats: str = "") -> None:
    """Write a notebook, or a text with a header."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    if path.endswith(".ipynb"):
        metadata = {"jupytext": {"formats": formats}} if formats else {}
        Path(path).write_bytes(notebook_b(code("x = 1"), metadata=metadata))
    else:
        Path(path).write_text(
            f"# ---\n# jupyter:\n#   jupytext:\n#     formats: {formats}\n# ---\n" if formats else "x = 1\n"
        )


def found(path: str) -> list[tuple[str, str, str]]:
    return [(pair.notebook, pair.text, pair.fmt.name) for pair in pairs_of(path)]


@pytest.mark.parametrize("path", ["nb.ipynb", "nb.py"])
def test_the_notebook_says_so(folder: Path, path: str) -> None:
    write("nb.ipynb", "ipynb,py:percent")
    write("nb.py")
    assert found(path) == [("nb.ipynb", "nb.py", "percent")]


def test_the_text_is_called_as_it_was_asked_for(folder: Path) -> None:
    write("nb.ipynb", "ipynb,py:percent")
    write("nb.py")
    assert found("./nb.py") == [("./nb.ipynb", "./nb.py", "percent")]


def test_the_header_says_so_where_there_is_no_notebook(folder: Path) -> None:
    write("scripts/nb.py", "notebooks//ipynb,scripts//py:percent")
    assert found("scripts/nb.py") == [("notebooks/nb.ipynb", "scripts/nb.py", "percent")]


@pytest.mark.parametrize("path", ["notebooks/a/nb.ipynb", "scripts/a/nb.py"])
def test_the_settings_say_so(folder: Path, path: str) -> None:
    Path("jupytext.toml").write_text('[formats]\n"notebooks/" = "ipynb"\n"scripts/" = "py:percent"')
    write("notebooks/a/nb.ipynb")
    write("scripts/a/nb.py")
    assert found(path) == [("notebooks/a/nb.ipynb", "scripts/a/nb.py", "percent")]


def test_a_script_is_no_text_of_a_notebook_only_because_settings_would_pair_it(folder: Path) -> None:
    Path("jupytext.toml").write_text('formats = "ipynb,py:percent"')
    write("setup.py")
    assert found("setup.py") == []


def test_a_script_beside_an_unpaired_notebook_is_nobodys_twin(folder: Path) -> None:
    write("nb.ipynb")
    write("nb.py")
    assert found("nb.py") == found("nb.ipynb") == []


def test_several_texts_are_several_pairs(folder: Path) -> None:
    write("nb.ipynb", "ipynb,py:percent,md")
    assert found("nb.ipynb") == [("nb.ipynb", "nb.py", "percent"), ("nb.ipynb", "nb.md", "")]


def test_an_existing_text_names_the_format_that_nobody_else_names(folder: Path) -> None:
    write("nb.ipynb", "ipynb,py")
    write("nb.py", "ipynb,py\n#     text_representation:\n#       format_name: light")
    assert found("nb.ipynb") == [("nb.ipynb", "nb.py", "light")]


@pytest.mark.parametrize(
    "formats",
    ["ipynb,../../../etc//py", "ipynb,../x//py", "a//ipynb,py", "ipynb,..//..//x//py"],
)
def test_formats_lead_nowhere_outside_the_project(folder: Path, formats: str) -> None:
    write("nb.ipynb", formats)
    with pytest.raises(PairError, match=r"outside the project|do not fit"):
        pairs_of("nb.ipynb")


def test_a_link_leads_nowhere_outside_the_project(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / "scripts").symlink_to(elsewhere)
    write("nb.ipynb", "ipynb,scripts//py")
    with pytest.raises(PairError, match="outside the project"):
        pairs_of("nb.ipynb")
    (folder / "nb.py").symlink_to(elsewhere / "profile")
    write("nb.ipynb", "ipynb,py")
    with pytest.raises(PairError, match="outside the project"):
        pairs_of("nb.ipynb")


@pytest.mark.parametrize("jupytext", [[], "x", {"formats": 1}, {"formats": ["ipynb", "py"]}, None])
def test_strange_metadata_pairs_nothing(folder: Path, jupytext: object) -> None:
    data = {"cells": [], "metadata": {"jupytext": jupytext}, "nbformat": 4, "nbformat_minor": 5}
    Path("nb.ipynb").write_text(json.dumps(data))
    assert found("nb.ipynb") == []
