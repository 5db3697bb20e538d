"""NAME=VALUE as a person types it."""

from __future__ import annotations

import pytest

from nbtrack.errors import UsageError
from nbtrack.notebook.parameters.given import COMMAND_LINE, Given, Text, read_words


def test_a_value_stays_the_text_that_was_typed() -> None:
    words = ["a=1", " b = x y", "c=", "d=k=v", "größe=1"]
    assert [(each.name, each.value) for each in read_words(words)] == [
        ("a", "1"),
        ("b", " x y"),
        ("c", ""),
        ("d", "k=v"),
        ("größe", "1"),
    ]
    assert read_words(["a=1"]) == (Given("a", Text("1"), COMMAND_LINE),)
    assert isinstance(read_words(["a=1"])[0].value, Text)


def test_a_part_of_a_value_is_given_by_another_option() -> None:
    with pytest.raises(UsageError) as raised:
        read_words(["model.depth=3"])
    assert raised.value.hint == "`--set model.depth=3` gives a part of a value"


@pytest.mark.parametrize("word", ["epochs", "=1", "1x=2", "a b=1", "a.b=1", ""])
def test_what_is_no_assignment_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE"):
        read_words([word])
