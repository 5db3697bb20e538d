"""`nbtrack.log_series` takes series as libraries hand them over."""

from pathlib import Path
from typing import Any

import pytest

import nbtrack
from nbtrack.record.log import LIVE_FOLDER
from tests.unit.record.logged_points import points


def test_columns_become_series_whose_steps_count_from_0(live_folder: Path) -> None:
    nbtrack.log(loss=3.0, step=7)
    nbtrack.log_series({"loss": [2, 1.5], "acc": (0.25, 0.5), "best": [0.5]})
    nbtrack.log(loss=1.0, step=8)
    assert points(live_folder) == {
        "loss": [(7, 3.0), (0, 2.0), (1, 1.5), (8, 1.0)],
        "acc": [(0, 0.25), (1, 0.5)],
        "best": [(0, 0.5)],
    }


def test_steps_are_taken_as_they_are_given(live_folder: Path) -> None:
    nbtrack.log_series({"loss": [2.0, 1.0]}, steps=range(10, 30, 10))
    assert points(live_folder) == {"loss": [(10, 2.0), (20, 1.0)]}


def test_columns_in_columns_have_both_names(live_folder: Path) -> None:
    nbtrack.log_series({"train": {"rmse": [2.0, 1.0]}, "eval": {"rmse": [3.0, 2.0]}})
    assert points(live_folder) == {"train.rmse": [(0, 2.0), (1, 1.0)], "eval.rmse": [(0, 3.0), (1, 2.0)]}


def test_a_data_frame_has_columns(live_folder: Path) -> None:
    pandas = pytest.importorskip("pandas")
    nbtrack.log_series(pandas.DataFrame({"loss": [2.0, 1.0], "n": [1, 2]}, index=[5, 6]))
    assert points(live_folder) == {"loss": [(0, 2.0), (1, 1.0)], "n": [(0, 1.0), (1, 2.0)]}


def test_what_is_no_number_is_left_out_with_a_warning(live_folder: Path) -> None:
    with pytest.warns(UserWarning, match="loss must be a number, not NoneType") as warned:
        nbtrack.log_series({"loss": [2.0, None, 1.0], "acc": [0.1, 0.2, 0.3]})
    assert warned[0].filename == __file__
    assert points(live_folder) == {"loss": [(0, 2.0), (2, 1.0)], "acc": [(0, 0.1), (1, 0.2), (2, 0.3)]}


@pytest.mark.parametrize("values", [[1, 2], {"loss": 3.0}, None])
def test_what_has_no_columns_is_left_out_with_a_warning(live_folder: Path, values: Any) -> None:
    with pytest.warns(UserWarning, match="columns of numbers under names are needed") as warned:
        nbtrack.log_series(values)
    assert warned[0].filename == __file__
    assert not points(live_folder)


def test_steps_that_are_not_as_many_are_left_out_with_a_warning(live_folder: Path) -> None:
    with pytest.warns(UserWarning, match="1 steps are not for 2 values"):
        nbtrack.log_series({"loss": [2.0, 1.0]}, steps=[3])
    assert points(live_folder) == {"loss": [(0, 2.0), (1, 1.0)]}


def test_a_secret_is_no_name(live_folder: Path) -> None:
    nbtrack.log_series({"gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v": [1.0]})
    assert points(live_folder) == {"[redacted]": [(0, 1.0)]}


def test_nothing_happens_where_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIVE_FOLDER, raising=False)
    nbtrack.log_series(None)  # type: ignore[arg-type]
