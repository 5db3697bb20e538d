"""NBT406: files that code reads and that are not there, as far as one can tell without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.notebook.document import Notebook, parse
from tests.making import code, notebook_b, stream
from tests.unit.rules.asking import said

if TYPE_CHECKING:
    from pathlib import Path

RULE = "NBT406"


def written(folder: Path, *sources: str) -> Notebook:
    path = folder / "n.ipynb"
    path.write_bytes(notebook_b(*map(code, sources)))
    return parse(path.read_bytes(), str(path))


@pytest.mark.parametrize(
    "source",
    [
        'pd.read_csv("data/x.csv")',
        'open("data/x.csv")',
        'open("data/x.csv", "rb")',
        'with open("data/x.csv", mode="r") as f: f',
        'np.load("data/x.csv")',
        'Image.open("data/x.csv")',
        'a = b.copy()\nopen("data/x.csv")',
    ],
)
def test_a_file_that_is_not_there_is_found(source: str, tmp_path: Path) -> None:
    (message,) = said(RULE, written(tmp_path, source))
    assert message.endswith('"data/x.csv" is read, but it is not there')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").touch()
    assert said(RULE, written(tmp_path, source)) == []


def test_what_an_output_says_fetches_nothing(tmp_path: Path) -> None:
    book = notebook_b(code('open("x.csv")', outputs=[stream("downloading")]))
    (tmp_path / "n.ipynb").write_bytes(book)
    assert len(said(RULE, parse(book, str(tmp_path / "n.ipynb")))) == 1


def test_a_file_is_found_once(tmp_path: Path) -> None:
    assert len(said(RULE, written(tmp_path, 'open("x.csv")', 'open("x.csv")'))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'open("x.csv", "w")',
        'open("x.csv", mode="ab")',
        'open(f"{name}.csv")',
        'pd.read_csv("https://example.org/x.csv")',
        'open("/data/x.csv")',
        'open("~/x.csv")',
        'open(name, "x.csv")',
        'glob("*.csv")',
        'imread("x_%d.png")',
        'df.to_csv("x.csv")\npd.read_csv("x.csv")',
        '!make x.csv\nopen("x.csv")',
        '!wget example.org/all.zip\nopen("x.csv")',
        'import os\nos.chdir("data")\nopen("x.csv")',
        'try:\n    open("x.csv")\nexcept OSError:\n    pass',
        'open("folder")',
        'yaml.load("a: b.c")',
    ],
)
def test_what_may_be_there_is_no_finding(source: str, tmp_path: Path) -> None:
    assert said(RULE, written(tmp_path, source)) == []


def test_a_notebook_from_nowhere_is_left_alone() -> None:
    assert said(RULE, parse(notebook_b(code('open("x.csv")')), "<stdin>")) == []
