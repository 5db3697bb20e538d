"""Which way a metric gets better."""

import math

import pytest

from nbtrack.compare.directions import direction_of, is_better, prominence


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loss", "min"),
        ("val_loss", "min"),
        ("val/RMSE", "min"),
        ("testLoss", "min"),
        ("train_time", "min"),
        ("accuracy", "max"),
        ("test_acc", "max"),
        ("lowest_f1", "max"),
        ("scores.f1", "max"),
        ("R2", "max"),
        ("valAUC", "max"),
        ("closs", None),
        ("error_score", None),
        ("epoch", None),
    ],
)
def test_a_name_says_what_everybody_means_by_it(name: str, expected: str | None) -> None:
    assert direction_of(name, {}) == expected


def test_what_was_held_out_is_told_first_and_what_it_took_last() -> None:
    names = ["epoch", "seconds_per_epoch", "train/loss", "accuracy", "test_time", "val/loss", "test_f1"]
    assert sorted(names, key=lambda name: prominence(name, {})) == [
        *("test_f1", "val/loss", "accuracy", "train/loss", "seconds_per_epoch", "test_time", "epoch")
    ]
    assert min(names, key=lambda name: prominence(name, {"accuracy": "max"})) == "accuracy"


def test_settings_have_the_last_word() -> None:
    told = {"loss": "max", "drift": "min"}
    assert direction_of("loss", told) == "max"
    assert direction_of("val/drift", told) == "min"
    assert direction_of("drift_speed", told) is None


@pytest.mark.parametrize(
    ("old", "new", "direction", "expected"),
    [
        (1.0, 2.0, "max", True),
        (1.0, 2.0, "min", False),
        (1.0, 1.0, "min", None),
        (1.0, 2.0, None, None),
        (1.0, math.nan, "max", None),
    ],
)
def test_better_is_said_only_where_it_is_known(
    old: float, new: float, direction: str | None, expected: bool | None
) -> None:
    assert is_better(old, new, direction) is expected
