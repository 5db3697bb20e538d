"""Give a notebook other parameters for a smoke run."""

from __future__ import annotations

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.given import read_words
from nbtrack.script.extract import extract
from nbtrack.smoke.parameters import with_parameters
from tests.making import code, notebook

SOURCE = "from pathlib import Path\nepochs = 100\nname = 'a'\nfolder = Path('data')"
PARAMETERS = code(SOURCE, metadata={"tags": ["parameters"]})
BOOK = notebook(PARAMETERS, code("y = epochs"))


def test_values_are_set_behind_the_parameters_cell() -> None:
    script = with_parameters(extract(BOOK), BOOK, read_words(["epochs=1", "name=0.1", "folder=x"]))
    names: dict[str, object] = {}
    exec(script.source, names)
    assert names["y"] == 1
    assert names["name"] == "0.1"
    assert str(names["folder"]) == "x"
    assert len(script.lines) == script.source.count("\n")


def test_where_nothing_is_given_the_script_stays_the_same() -> None:
    script = extract(BOOK)
    assert with_parameters(script, BOOK, ()) is script


def test_what_an_earlier_run_put_into_the_notebook_goes() -> None:
    old = code("epochs = 50\nname = 'old'", metadata={"tags": ["injected-parameters"]})
    book = notebook(PARAMETERS, old, code("y = epochs, name"))
    script = with_parameters(extract(book), book, read_words(["epochs=1"]))
    names: dict[str, object] = {}
    exec(script.source, names)
    assert names["y"] == (1, "a")
    assert len(script.lines) == script.source.count("\n")
    assert [place for place in script.lines if place and place[0] == 3] == [(3, 1)]


@pytest.mark.parametrize("word", ["epoch=1", "epochs=many"])
def test_what_the_notebook_does_not_take_is_refused(word: str) -> None:
    with pytest.raises(RunError):
        with_parameters(extract(BOOK), BOOK, read_words([word]))


def test_a_notebook_without_the_cell_is_refused() -> None:
    book = notebook(code("x = 1"))
    with pytest.raises(RunError, match="no cell tagged `parameters`"):
        with_parameters(extract(book), book, read_words(["x=1"]))
