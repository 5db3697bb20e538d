"""`nbtrack.log` takes what is a number and writes where a recorder asks for it."""

import math
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

import nbtrack
from nbtrack.record.log import LIVE_FOLDER, leave
from tests.unit.record.logged_points import points


class Scalar:
    def __float__(self) -> float:
        return 0.5


def test_numbers_are_logged_together(live_folder: Path) -> None:
    nbtrack.log(loss=1, acc=Scalar(), step=3)
    nbtrack.log({"val/loss": 2.5}, loss=0.5)
    assert points(live_folder) == {
        "loss": [(3, 1.0), (None, 0.5)],
        "acc": [(3, 0.5)],
        "val/loss": [(None, 2.5)],
    }


def test_a_child_process_logs_beside_its_parent(live_folder: Path) -> None:
    nbtrack.log(loss=1.0)
    child = os.fork()
    if child == 0:
        nbtrack.log(loss=2.0)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert [value for _, value in points(live_folder)["loss"]] == [1.0, 2.0]


def test_nothing_happens_where_nothing_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIVE_FOLDER, raising=False)
    nbtrack.log(loss=1.0)
    monkeypatch.setenv(LIVE_FOLDER, str(tmp_path / "gone"))
    nbtrack.log(loss=1.0)
    leave()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["0.5", None, [1, 2], b"1"])
def test_what_is_no_number_is_left_out_with_a_warning(live_folder: Path, value: Any) -> None:
    with pytest.warns(UserWarning, match=r"nbtrack: loss must be a number") as warned:
        nbtrack.log(loss=value, acc=1.0)
    assert warned[0].filename == __file__
    assert points(live_folder) == {"acc": [(None, 1.0)]}


@pytest.mark.parametrize("value", [[1, 2], "loss", 5])
def test_what_has_no_names_is_left_out_with_a_warning(live_folder: Path, value: Any) -> None:
    with pytest.warns(UserWarning, match="names with numbers are needed"):
        nbtrack.log(value, loss=1.0)
    assert points(live_folder) == {"loss": [(None, 1.0)]}


class Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError


def test_a_step_that_cannot_even_be_shown_ends_nothing(live_folder: Path) -> None:
    with pytest.warns(UserWarning, match="not <Unspeakable instance at"):
        nbtrack.log(loss=1.0, step=Unspeakable())  # type: ignore[arg-type]
    assert points(live_folder) == {"loss": [(None, 1.0)]}


def test_a_step_is_a_whole_number(live_folder: Path) -> None:
    nbtrack.log(loss=1.0, step=2.0)  # type: ignore[arg-type]  # NumPy's numbers come so
    with pytest.warns(UserWarning, match="step must be a whole number"):
        nbtrack.log(loss=1.0, step=1.5)  # type: ignore[arg-type]
    assert points(live_folder) == {"loss": [(2, 1.0), (None, 1.0)]}


FULL = """
    import resource, warnings
    import nbtrack
    def log(step):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            nbtrack.log(loss=float(step), step=step)
        return [str(one.message) for one in caught]
    assert log(0) == log(1) == []
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
    (torn,) = log(2)
    log(3), log(4)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert log(5) == []
    assert "a point was lost" in torn
"""


def test_a_full_disk_is_a_warning_and_costs_what_did_not_fit(live_folder: Path) -> None:
    subprocess.run([sys.executable, "-c", textwrap.dedent(FULL)], check=True)
    found = points(live_folder)["loss"]
    assert found[:2] == [(0, 0.0), (1, 1.0)]
    assert found[-1] == (5, 5.0)
    assert (2, 2.0) not in found


def test_threads_log_whole_lines(live_folder: Path) -> None:
    def work() -> None:
        for step in range(500):
            nbtrack.log(loss=1.0, step=step)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(points(live_folder)["loss"]) == 2000


def test_what_the_package_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lgo'"):
        nbtrack.lgo  # noqa: B018
    assert "log" in dir(nbtrack)


def test_what_was_logged_under_changing_names_keeps_its_order(live_folder: Path) -> None:
    for step in range(100):
        nbtrack.log(loss=step, step=step)
        if step % 10 == 0:
            nbtrack.log({"val loss": -step, "ümlaut": math.nan}, step=step)
    found = points(live_folder)
    assert found["loss"] == [(step, float(step)) for step in range(100)]
    assert found["val loss"] == [(step, float(-step)) for step in range(0, 100, 10)]
    assert len(found["ümlaut"]) == 10


def test_a_secret_is_no_name(live_folder: Path) -> None:
    nbtrack.log({"gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v": 1.0, "a_long_name_of_a_metric": 2.0})
    assert points(live_folder) == {"[redacted]": [(None, 1.0)], "a_long_name_of_a_metric": [(None, 2.0)]}


def test_a_name_that_is_no_text_becomes_one(live_folder: Path) -> None:
    nbtrack.log({1: 0.5, "acc": True})  # type: ignore[dict-item]
    assert points(live_folder) == {"1": [(None, 0.5)], "acc": [(None, 1.0)]}
