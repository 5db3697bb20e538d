"""`nbtrack.log` takes what is a number and writes where a recorder asks for it."""

import os
from pathlib import Path
from typing import Any

import pytest

import nbtrack
from nbtrack.record.log import LIVE_FOLDER
from nbtrack.store.points import read_points


class Scalar:
    def __float__(self) -> float:
        return 0.5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(LIVE_FOLDER, str(tmp_path))
    return tmp_path


def points(folder: Path) -> dict[str, list[tuple[int | None, float]]]:
    table = read_points(str(folder))
    return {name: [(step, value) for step, _, value in one.points()] for name, one in table.items()}


def test_numbers_are_logged_together(folder: Path) -> None:
    nbtrack.log(loss=1, acc=Scalar(), step=3)
    nbtrack.log({"val/loss": 2.5}, loss=0.5)
    assert points(folder) == {"loss": [(3, 1.0), (None, 0.5)], "acc": [(3, 0.5)], "val/loss": [(None, 2.5)]}


def test_a_child_process_logs_beside_its_parent(folder: Path) -> None:
    nbtrack.log(loss=1.0)
    child = os.fork()
    if child == 0:
        nbtrack.log(loss=2.0)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert [value for _, value in points(folder)["loss"]] == [1.0, 2.0]


def test_nothing_happens_where_nothing_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIVE_FOLDER, raising=False)
    nbtrack.log(loss=1.0)
    monkeypatch.setenv(LIVE_FOLDER, str(tmp_path / "gone"))
    nbtrack.log(loss=1.0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["0.5", None, [1, 2], b"1"])
def test_what_is_no_number_is_refused_with_its_name(value: Any) -> None:
    with pytest.raises(TypeError, match=r"nbtrack\.log: loss must be a number"):
        nbtrack.log(loss=value)


def test_a_step_is_a_whole_number(folder: Path) -> None:
    nbtrack.log(loss=1.0, step=2.0)  # type: ignore[arg-type]  # NumPy's numbers come so
    with pytest.raises(TypeError, match="step must be a whole number"):
        nbtrack.log(loss=1.0, step=1.5)  # type: ignore[arg-type]
    assert points(folder) == {"loss": [(2, 1.0)]}


def test_what_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lgo'"):
        nbtrack.lgo  # noqa: B018
    assert "log" in dir(nbtrack)
