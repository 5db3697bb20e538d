"""What holds when something is given to a notebook's parameters."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.binding import Bound, bind
from nbtrack.notebook.parameters.given import Given, read_words
from tests.making import code, markdown, notebook

TAGGED = {"tags": ["parameters"]}
INJECTED = {"tags": ["injected-parameters"]}
SOURCE = """\
epochs = 12
rate: float = 1
penalty: Literal['l1', 'l2'] = 'l2'
data = Path('data')
home = os.getcwd()"""
BOOK = notebook(markdown("# Train"), code(SOURCE, metadata=TAGGED), code("print(epochs)"))


def value_and_origin(bound: dict[str, Bound]) -> dict[str, tuple[Any, str]]:
    return {name: (each.value, each.origin) for name, each in bound.items()}


def test_where_nothing_is_given_the_defaults_hold() -> None:
    assert bind(BOOK, ()) == {
        "epochs": Bound("epochs", 12, "default", 12, "12"),
        "rate": Bound("rate", 1, "default", 1, "1"),
        "penalty": Bound("penalty", "l2", "default", "l2", "'l2'"),
        "data": Bound("data", "data", "default", "data", "Path('data')", is_exact=False),
        "home": Bound("home", None, "default", None, "os.getcwd()", is_exact=False),
    }


def test_what_is_given_is_typed_by_what_the_cell_declares() -> None:
    bound = bind(BOOK, read_words(["rate=2", "data=it's", "home=/tmp"]))
    assert bound["rate"] == Bound("rate", 2.0, "command line", 1, "2.0")
    assert bound["data"] == Bound("data", "it's", "command line", "data", """Path("it's")""", is_exact=False)
    assert bound["home"] == Bound("home", "/tmp", "command line", None, "'/tmp'")
    assert bound["epochs"].origin == "default"


@pytest.mark.parametrize(
    ("imported", "default", "word", "expression"),
    [
        (
            "from datetime import datetime as dt",
            "dt(2024, 1, 31)",
            "2024-02-29",
            "dt.fromisoformat('2024-02-29')",
        ),
        (
            "from datetime import date as d",
            "d.fromisoformat('2024-01-31')",
            "2024-02-29",
            "d.fromisoformat('2024-02-29')",
        ),
        ("%matplotlib inline\nfrom pathlib import Path as P", "P('a')", "b", "P('b')"),
        (
            "import datetime as dt",
            "dt.date(2024, 1, 31)",
            "2024-02-29",
            "dt.date.fromisoformat('2024-02-29')",
        ),
    ],
)
def test_a_constructor_may_be_imported_under_another_name(
    imported: str, default: str, word: str, expression: str
) -> None:
    book = notebook(code(imported), code(f"x = {default}", metadata=TAGGED))
    assert bind(book, ())["x"].expression == default
    assert bind(book, read_words([f"x={word}"]))["x"].expression == expression
    if "date" in imported:
        with pytest.raises(RunError):
            bind(book, read_words(["x=2023-02-29"]))


def test_an_alias_in_an_annotation_and_one_that_comes_too_late() -> None:
    above, cell = (
        code("from decimal import Decimal as D"),
        code("x: list[D] = None\ny = D('1')", metadata=TAGGED),
    )
    assert bind(notebook(above, cell), read_words(["y=0.10"]))["y"].expression == "D('0.10')"
    assert bind(notebook(cell, above), read_words(["y=0.10"]))["y"].expression == "0.1"


def test_later_layers_win() -> None:
    first = (Given("epochs", 1, "a.toml"), Given("rate", 0.1, "a.toml"))
    second = (Given("rate", 0.2, "b.yaml"), Given("data", "x", "b.yaml"))
    bound = bind(BOOK, (*first, *second, *read_words(["data=y"])))
    assert value_and_origin(bound) == {
        "epochs": (1, "a.toml"),
        "rate": (0.2, "b.yaml"),
        "penalty": ("l2", "default"),
        "data": ("y", "command line"),
        "home": (None, "default"),
    }


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(RunError) as raised:
        bind(BOOK, [Given("epoch", 1, "quick.toml")])
    assert raised.value.message == "test.ipynb has no parameter 'epoch' (quick.toml)"
    assert raised.value.hint == "did you mean 'epochs'? cell 2 sets epochs, rate, penalty, data, home"


def test_capitals_do_not_hide_the_nearest_name() -> None:
    with pytest.raises(RunError) as raised:
        bind(BOOK, [Given("RATE", 1, "a.env")])
    assert (raised.value.hint or "").startswith("did you mean 'rate'?")


def test_a_value_of_another_kind_is_refused_with_what_the_cell_says() -> None:
    with pytest.raises(RunError) as raised:
        bind(BOOK, read_words(["epochs=abc"]))
    assert raised.value.message == (
        "parameter 'epochs' of test.ipynb is of kind int, and 'abc' (command line) is not"
    )
    assert raised.value.hint == "cell 2 says `epochs = 12`; `epochs: float = 12` would take any number"


@pytest.mark.parametrize(
    ("default", "typed", "value"),
    [
        ("timedelta(hours=1)", "2h", None),
        ("timedelta(hours=1)", '"2h"', "2h"),
        ("Model()", "none", None),
        ("Model()", "Model(3)", None),
        ("Model()", "{'depth': 3}", {"depth": 3}),
        ("frozenset({1})", "{3}", {3}),
    ],
)
def test_a_text_takes_the_place_of_an_object_only_in_quotes(default: str, typed: str, value: Any) -> None:
    book = notebook(code(f"x = {default}", metadata=TAGGED))
    if value is None and typed != "none":
        with pytest.raises(RunError, match="is not: it would be a text, which is given in quotes"):
            bind(book, read_words([f"x={typed}"]))
    else:
        assert bind(book, read_words([f"x={typed}"]))["x"].value == value


def test_a_value_that_is_no_choice_is_refused() -> None:
    with pytest.raises(RunError, match=r"is of kind Literal\['l1', 'l2'\], and 'l3'"):
        bind(BOOK, read_words(["penalty=l3"]))


def test_a_value_that_a_later_layer_replaces_must_fit_too() -> None:
    with pytest.raises(RunError, match=r"\(a\.toml\)"):
        bind(BOOK, (Given("epochs", "many", "a.toml"), *read_words(["epochs=1"])))


def test_a_long_value_is_not_shown_whole() -> None:
    with pytest.raises(RunError) as raised:
        bind(BOOK, read_words(["epochs=" + "x" * 500]))
    assert len(raised.value.message) < 150


def test_a_number_that_python_cannot_write_is_refused() -> None:
    with pytest.raises(RunError, match="is of kind int"):
        bind(BOOK, read_words(["epochs=0x" + "f" * 5000]))


def test_a_notebook_without_the_tag_takes_nothing() -> None:
    book = notebook(code("x = 1"))
    assert bind(book, ()) == {}
    with pytest.raises(
        RunError, match=r"no cell tagged `parameters`, so x \(command line\) has no place"
    ) as r:
        bind(book, read_words(["x=1"]))
    assert "`nbtrack params --tag-cell 1 test.ipynb`" in (r.value.hint or "")


def test_a_parameter_without_a_default_must_be_given() -> None:
    book = notebook(code("x: int", metadata=TAGGED))
    with pytest.raises(RunError, match=r"test\.ipynb has no default for x") as raised:
        bind(book, ())
    assert raised.value.hint == "give it a value: `-p x=VALUE`"
    assert bind(book, read_words(["x=1"]))["x"].expression == "1"


def test_a_cell_that_cannot_be_read_matters_only_where_something_is_given() -> None:
    book = notebook(code("x = !ls", metadata=TAGGED))
    assert bind(book, ()) == {}
    with pytest.raises(RunError, match="cell 1, line 1 is not valid Python"):
        bind(book, read_words(["x=1"]))


def test_in_a_language_that_is_not_known_nothing_can_be_given() -> None:
    book = notebook(code("val x = 1", metadata=TAGGED), metadata={"kernelspec": {"language": "scala"}})
    assert bind(book, ()) == {}
    with pytest.raises(RunError, match="it is written in scala"):
        bind(book, read_words(["x=1"]))


def test_what_an_earlier_run_put_into_the_notebook_holds_until_something_is_given() -> None:
    book = notebook(
        code("a = 1\nb = 2", metadata=TAGGED), code("# by hand\na = 10\nz = 1", metadata=INJECTED)
    )
    assert bind(book, ())["a"] == Bound("a", 10, "injected cell", 1, "10")
    assert value_and_origin(bind(book, read_words(["b=3"]))) == {
        "a": (1, "default"),
        "b": (3, "command line"),
    }
