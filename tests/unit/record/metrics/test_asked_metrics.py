"""Metrics of code that nobody may change."""

import pytest

from nbtrack.errors import UsageError
from nbtrack.record.metrics.asked_metrics import (
    found_nothing,
    printed_metrics,
    read_expressions,
    read_patterns,
)


def test_each_number_that_a_pattern_finds_is_a_point() -> None:
    text = "epoch 1 acc=0.5 loss: 3\nepoch 2 acc=nonsense\nepoch 3 acc=0.75%"
    patterns = read_patterns([r"acc=(\S+)", r"(?P<val_loss>\d+)$"])
    assert list(printed_metrics(patterns, text)) == [("acc", 0.5), ("acc", 0.75), ("val_loss", 3.0)]


@pytest.mark.parametrize("word", ["(", r"\d+", r"(\d+)", r"a(\d)(\d)"])
def test_a_pattern_that_names_nothing_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="--metric-pattern"):
        read_patterns([word])


def test_an_expression_has_a_name_or_is_one() -> None:
    found = read_expressions(["acc=max(history['acc'])", "loss"])
    assert [(one.name, one.question) for one in found] == [
        ("acc", "float(max(history['acc']))"),
        ("loss", "float(loss)"),
    ]


@pytest.mark.parametrize("word", ["acc=max(", "acc=", "=1", "", "acc=1, 2"])
def test_what_gives_no_number_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="NAME=EXPRESSION"):
        read_expressions([word])


def test_the_last_expression_of_a_name_holds() -> None:
    assert [(one.name, one.source) for one in read_expressions(["a=1", "b=2", "a=3"])] == [
        ("a", "3"),
        ("b", "2"),
    ]


def test_patterns_without_a_number_are_known_by_their_names() -> None:
    patterns = read_patterns([r"acc=(\S+)", r"(?P<val>\d+) of (?P<all>\d+)", r"loss (\S+)"])
    assert list(found_nothing(patterns, {"acc": 1, "all": 2})) == [r"loss (\S+)"]
    assert list(found_nothing(patterns[:1], {})) == [r"acc=(\S+)"]
