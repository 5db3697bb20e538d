"""A part of a nested parameter is given by its keys."""

from __future__ import annotations

import pytest

from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.given import Given, read_environment, read_nested, read_words
from tests.making import code, notebook

BOOK = notebook(
    code(
        "model = {'depth': 2, 'opt': {'lr': 0.1}, 'sizes': [8, 4]}\nlr = 0.1",
        metadata={"tags": ["parameters"]},
    )
)


def test_a_part_takes_the_place_of_what_stood_there_and_the_rest_stays() -> None:
    found = bind(BOOK, read_nested(["model.opt.lr=1", "model.sizes.1=16"]))["model"]
    assert found.expression == "{'depth': 2, 'opt': {'lr': 1.0}, 'sizes': [8, 16]}"
    assert found.origin == "command line"


def test_it_holds_over_what_a_file_says() -> None:
    given = (
        Given("model", {"depth": 9, "opt": {"lr": 5.0}, "sizes": []}, "a.toml"),
        *read_nested(["model.depth=3"]),
    )
    assert bind(BOOK, given)["model"].value == {"depth": 3, "opt": {"lr": 5.0}, "sizes": []}


@pytest.mark.parametrize(
    ("word", "why", "hint"),
    [
        ("model.deth=3", "key 'deth' that is not there", "did you mean 'depth'? it has depth, opt, sizes"),
        ("model.depth=deep", "is of kind int, and 'deep' is not", None),
        ("model.depth.x=1", "is int, not a dict", None),
        ("model.sizes.2=1", "a list of 2", None),
        (
            "lr.x=1",
            "has no place: lr is 0.1",
            "only parts of dicts and lists that nbtrack can read can be given",
        ),
        ("modle.depth=3", "has no parameter 'modle'", "did you mean 'model'? cell 1 sets model, lr"),
    ],
)
def test_what_has_no_place_or_another_kind_is_refused(word: str, why: str, hint: str | None) -> None:
    with pytest.raises(RunError) as raised:
        bind(BOOK, read_nested([word]))
    assert why in raised.value.message
    assert raised.value.hint == hint


@pytest.mark.parametrize("word", ["model.depth", "model..x=1", "1.x=2", "=3"])
def test_a_word_that_names_nothing_is_a_usage_error(word: str) -> None:
    with pytest.raises(UsageError, match="--set needs"):
        read_nested([word])


def test_the_environment_gives_values_and_the_command_line_holds_over_it() -> None:
    variables = {"NBTRACK_P_lr": "0.5", "HOME": "/", "NBTRACK_P_no-name": "1"}
    assert bind(BOOK, read_environment(variables))["lr"].origin == "environment"
    both = (*read_environment(variables), *read_words(["lr=0.25"]))
    assert (bind(BOOK, both)["lr"].value, bind(BOOK, both)["lr"].origin) == (0.25, "command line")
