"""Give a notebook other parameters for a smoke run."""

import pytest

from nbtrack.errors import UsageError
from nbtrack.script.extract import extract
from nbtrack.smoke.parameters import read_parameters, with_parameters
from tests.making import code, notebook

BOOK = notebook(code("epochs = 100\nname = 'a'", metadata={"tags": ["parameters"]}), code("y = epochs"))


def test_values_are_literals_or_text() -> None:
    given = ["a=1", "b=1e-3", "c=true", "d=[1, 'x']", "e=some text", "f=", "g=a=b", "h=null"]
    assert list(read_parameters(given).values()) == [1, 1e-3, True, [1, "x"], "some text", "", "a=b", None]


@pytest.mark.parametrize("text", ["epochs", "=1", "1x=2", "a b=1"])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE"):
        read_parameters([text])


def test_values_are_set_behind_the_parameters_cell() -> None:
    script = with_parameters(extract(BOOK), BOOK, {"epochs": 1})
    names: dict[str, object] = {}
    exec(script.source, names)
    assert names["y"] == 1
    assert len(script.lines) == script.source.count("\n")


def test_a_name_that_the_cell_does_not_set_is_refused() -> None:
    with pytest.raises(UsageError, match="has no parameter 'epoch'") as raised:
        with_parameters(extract(BOOK), BOOK, {"epoch": 1})
    assert raised.value.hint == "cell 1 sets epochs, name"


def test_a_notebook_without_the_cell_is_refused() -> None:
    book = notebook(code("x = 1"))
    with pytest.raises(UsageError, match="no cell tagged 'parameters'"):
        with_parameters(extract(book), book, {"x": 1})
