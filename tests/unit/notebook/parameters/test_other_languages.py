"""Parameters of notebooks in R, Julia and shells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.declared import declared_parameters
from nbtrack.notebook.parameters.given import Given, read_words
from nbtrack.notebook.parameters.injection import with_parameters
from tests.making import code, notebook

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

TAGGED = {"tags": ["parameters"]}


def book(language: str, source: str) -> Notebook:
    return notebook(code(source, metadata=TAGGED), metadata={"kernelspec": {"language": language}})


def injected(language: str, source: str, given: Any) -> str:
    one = book(language, source)
    return with_parameters(one, bind(one, given)).cells[1].source.partition("\n")[2]


@pytest.mark.parametrize(
    ("language", "line", "kind", "default"),
    [
        ("R", "x <- 3", "int", 3),
        ("R", "x = 3L", "int", 3),
        ("R", "x <- -1e-3  # how fast", "float", -0.001),
        ("R", 'x <- "a # b"', "str", "a # b"),
        ("R", "x <- 'it'", "str", "it"),
        ("R", "x <- TRUE", "bool", True),
        ("R", "x <- NULL", "any", None),
        ("R", "x <- c(1, 2)", "object", None),
        ("R", "x <- y", "any", None),
        ("julia", "x = true", "bool", True),
        ("julia", 'x = "a"', "str", "a"),
        ("julia", "x = [1, 2]", "object", None),
        ("bash", "x=3", "str", "3"),
        ("bash", "export x='a b'  # what", "str", "a b"),
        ("bash", "x=$HOME/data", "str", None),
        ("bash", "x=(a b)", "object", None),
    ],
)
def test_a_default_says_its_kind(language: str, line: str, kind: str, default: object) -> None:
    found = declared_parameters(book(language, f"other(1)\n{line}"))["x"]
    assert (str(found.kind), found.default, found.line) == (kind, default, 2)


@pytest.mark.parametrize("line", ["x == 3", "f(x = 3)", "x <-", "if (x) y", '"', "x <- 'a", "#x <- 1", ""])
def test_what_sets_no_name_is_passed_over(line: str) -> None:
    assert "x" not in declared_parameters(book("R", line))


@pytest.mark.parametrize(
    ("language", "default", "typed", "written"),
    [
        ("R", "x <- 1", "5", "x = 5"),
        ("R", "x <- 0.5", "nan", "x = NaN"),
        ("R", "x <- 0.5", "-inf", "x = -Inf"),
        ("R", "x <- TRUE", "off", "x = FALSE"),
        ("R", "x <- NULL", "none", "x = NULL"),
        ("R", 'x <- "a"', '5"\n\\', 'x = "5\\"\\n\\\\"'),
        ("R", "x <- c(1, 2)", "[1, [true, 'a']]", 'x = list(1, list(TRUE, "a"))'),
        ("R", "x <- NULL", "{'a': 1}", 'x = list("a" = 1)'),
        ("julia", 'x = "a"', "$HOME", 'x = "\\$HOME"'),
        ("julia", "x = nothing", "{'a': [1, null]}", 'x = Dict("a" => [1, nothing])'),
        ("bash", "x=1", "a b; rm -rf $HOME", "x='a b; rm -rf $HOME'"),
        ("bash", "x=1", "007", "x=007"),
        ("bash", "x=(a)", "[1, 'b c']", "x=(1 'b c')"),
    ],
)
def test_what_is_given_is_written_in_the_notebook_s_language(
    language: str, default: str, typed: str, written: str
) -> None:
    assert injected(language, default, read_words([f"x={typed}"])) == written


@pytest.mark.parametrize(
    ("language", "default", "value"),
    [
        ("R", "x <- 1", "abc"),
        ("R", "x <- NULL", {1: 2}),
        ("R", "x <- NULL", b"a"),
        ("R", "x <- 'a'", "a\0b"),
        ("R", "x <- 'a'", "\udcff"),
        ("bash", "x=(a)", {"a": 1}),
        ("bash", "x=1", 5),
    ],
)
def test_what_the_language_does_not_have_is_refused(language: str, default: str, value: object) -> None:
    with pytest.raises(RunError, match="is of kind"):
        bind(book(language, default), [Given("x", value, "a.yaml")])


def test_what_an_earlier_run_put_there_holds_until_something_is_given() -> None:
    one = book("R", "x <- 1\ny <- 2")
    again = bind(with_parameters(one, bind(one, read_words(["x=5"]))), ())
    assert [(each.value, each.origin) for each in again.values()] == [(5, "injected cell"), (2, "default")]
