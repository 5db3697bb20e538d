"""The newest values of a run in progress, as its line in a terminal shows them."""

import os
from pathlib import Path

from nbtrack.store.newest_points import newest_values
from nbtrack.store.points import Framing, points_path


def test_each_metric_has_its_newest_value_however_often_one_asks(tmp_path: Path) -> None:
    framing = Framing()
    path = Path(points_path(str(tmp_path)))
    assert newest_values(str(tmp_path)) == {}
    with open(path, "ab", buffering=0) as file:
        file.write(framing.frame({"loss": 1.0}, 0, 10.0))
        file.write(framing.frame({"loss": 0.5, "acc": 0.1}, 1, 11.0))
        assert newest_values(str(tmp_path)) == {"loss": 0.5, "acc": 0.1}
        file.write(framing.frame({"loss": 0.25}, 2, 12.0))
        assert newest_values(str(tmp_path)) == {"loss": 0.25, "acc": 0.1}


def test_a_frame_that_is_being_written_is_read_once_it_is_whole(tmp_path: Path) -> None:
    frame = Framing().frame({"loss": 1.0}, 0, 10.0)
    with open(points_path(str(tmp_path)), "ab", buffering=0) as file:
        file.write(frame[:-3])
        assert newest_values(str(tmp_path)) == {}
        file.write(frame[-3:])
        assert newest_values(str(tmp_path)) == {"loss": 1.0}


def test_of_two_processes_the_later_word_counts(tmp_path: Path) -> None:
    for name, value, at_s in (("1", 1.0, 20.0), ("2", 2.0, 10.0)):
        Path(points_path(str(tmp_path), name)).write_bytes(Framing().frame({"loss": value}, 0, at_s))
    assert newest_values(str(tmp_path)) == {"loss": 1.0}


def test_a_run_that_is_over_has_no_newest_values(tmp_path: Path) -> None:
    assert newest_values(os.path.join(tmp_path, "gone")) == {}
