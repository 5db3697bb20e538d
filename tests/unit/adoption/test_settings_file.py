"""Our table goes behind what a file of settings has."""

from __future__ import annotations

import tomllib

import pytest

from nbtrack.adoption.settings_file import with_settings
from nbtrack.errors import AdoptionError

PYPROJECT = '[project]\nname = "x"  # mine\n\n[tool.ruff]\nline-length = 100\n'


@pytest.mark.parametrize("text", [PYPROJECT, PYPROJECT.rstrip("\n"), PYPROJECT.replace("\n", "\r\n"), ""])
def test_every_byte_stays_and_the_table_is_there(text: str) -> None:
    new = with_settings(text, (), prefix="tool.nbtrack")
    assert new.startswith(text)
    assert tomllib.loads(new)["tool"]["nbtrack"] == {"check": {"baseline": "nbtrack-baseline.json"}}
    assert new.count("\r\n") in (0, new.count("\n"))


def test_a_table_that_is_there_stays() -> None:
    text = PYPROJECT + "[tool.nbtrack.strip]\nkeep-size = 3\n"
    assert with_settings(text, ("a.ipynb",), prefix="tool.nbtrack") == text
    assert with_settings("", (), prefix="") == ""


def test_a_new_file_needs_no_prefix() -> None:
    assert with_settings(None, (), prefix="") == '[check]\nbaseline = "nbtrack-baseline.json"\n'


@pytest.mark.parametrize("name", ['a "b" \\.ipynb', "ü\x7f\n.ipynb", "😀.ipynb"])
def test_files_that_cannot_be_read_are_excluded_whatever_their_name(name: str) -> None:
    table = tomllib.loads(with_settings(PYPROJECT, (name,), prefix="tool.nbtrack"))["tool"]["nbtrack"]
    assert table["exclude"] == [name]


@pytest.mark.parametrize("text", ["tool = {}\n", "[tool]\nnbtrack-x = {", "tool.ruff.x = 1\n[a]\n"])
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    try:
        new = with_settings(text, (), prefix="tool.nbtrack")
    except AdoptionError:
        return
    assert tomllib.loads(new)["tool"]["nbtrack"]
    assert new.startswith(text)
