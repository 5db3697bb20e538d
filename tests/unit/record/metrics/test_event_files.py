"""TensorBoard's event files, written by tensorboardX, whose writer they are read by here."""

from __future__ import annotations

import io
import math
import struct
import tracemalloc
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.record.metrics.event_files import Scalar, scalars_in
from nbtrack.record.metrics.event_metrics import keep_event_metrics
from nbtrack.store.logged import read_points

if TYPE_CHECKING:
    from pathlib import Path

tensorboard = pytest.importorskip("tensorboardX")
pytestmark = pytest.mark.filterwarnings("ignore")  # of protobuf


def written(folder: Path, points: list[tuple[str, float, int]]) -> Path:
    with tensorboard.SummaryWriter(str(folder)) as writer:
        for tag, value, step in points:
            writer.add_scalar(tag, value, step, walltime=100.0 + step)
        writer.add_text("note", "no number", 1)
        writer.add_histogram("weights", [1.0, 2.0], 1)
    (path,) = folder.iterdir()
    return path


def scalars(raw: bytes) -> list[Scalar]:
    return list(scalars_in(io.BytesIO(raw)))


def record(event: bytes) -> bytes:
    return struct.pack("<Q4x", len(event)) + event + b"\0" * 4


def tensor_event(**fields: Any) -> bytes:
    """Return a file with one event as TensorFlow 2 writes scalars."""

    names = ("event", "summary", "tensor")
    event, summary, tensor = (import_module(f"tensorboardX.proto.{name}_pb2") for name in names)
    value = summary.Summary.Value(tag="epoch_loss", tensor=tensor.TensorProto(**fields))
    made = event.Event(wall_time=5.5, step=3, summary=summary.Summary(value=[value]))
    return record(made.SerializeToString())


def test_scalars_come_with_their_steps_and_times(tmp_path: Path) -> None:
    points = [("loss", 0.5, 0), ("loss", math.nan, 1), ("val/acc", -2.0, 2**40), ("Größe", 1.0, -1)]
    found = scalars(written(tmp_path / "logs", points).read_bytes())
    assert [(one.tag, repr(one.value), one.step) for one in found] == [
        (tag, repr(value), step) for tag, value, step in points
    ]
    assert [one.at for one in found] == [100.0 + step for _, _, step in points]


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"dtype": 1, "float_val": [0.25]}, 0.25),
        ({"dtype": 1, "tensor_content": struct.pack("<f", 0.25)}, 0.25),
        ({"dtype": 2, "double_val": [0.1]}, 0.1),
        ({"dtype": 9, "int64_val": [-7]}, -7.0),
        ({"dtype": 3, "int_val": [5_000_000]}, 5_000_000.0),
        ({"dtype": 9, "int64_val": [2**50]}, float(2**50)),
        ({"dtype": 3, "tensor_content": struct.pack("<i", -7)}, -7.0),
    ],
)
def test_scalars_of_tensorflow_2_are_tensors(fields: dict[str, Any], value: float) -> None:
    assert scalars(tensor_event(**fields)) == [Scalar("epoch_loss", value, 3, 5.5)]


@pytest.mark.parametrize(
    "fields",
    [
        {"dtype": 7, "string_val": [b"text"]},
        {"dtype": 1, "float_val": [1.0, 2.0]},
        {"dtype": 1},
        {"dtype": 9},
    ],
)
def test_other_tensors_are_no_metrics(fields: dict[str, Any]) -> None:
    assert scalars(tensor_event(**fields)) == []


def test_a_file_that_is_cut_anywhere_gives_what_is_whole(tmp_path: Path) -> None:
    raw = written(tmp_path / "logs", [("loss", float(step), step) for step in range(5)]).read_bytes()
    whole = scalars(raw)
    for end in range(len(raw)):
        found = scalars(raw[:end])
        assert found == whole[: len(found)]


@pytest.mark.parametrize("raw", [b"", b"no events at all, but long enough for a length", b"\xff" * 100])
def test_what_is_no_event_file_gives_nothing(raw: bytes) -> None:
    assert scalars(raw) == []


def test_folders_name_the_metrics_where_there_are_several(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    paths = [written(tmp_path / "logs" / name, [("loss", 0.5, 0)]) for name in ("train", "validation")]
    files = map(str, paths)
    keep_event_metrics(str(live), files, 100.0)
    assert sorted(read_points(str(live))) == ["train/loss", "validation/loss"]


def test_a_folder_that_is_called_by_the_time_names_nothing(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    folders = {"": "loss", "1795685963.7149978": "accuracy", "2.5": "loss"}
    paths = [written(tmp_path / "logs" / name, [(tag, 0.5, 0)]) for name, tag in folders.items()]
    keep_event_metrics(str(live), map(str, paths), 100.0)
    assert sorted(read_points(str(live))) == ["2.5/loss", "accuracy", "loss"]


def test_a_step_of_too_many_bits_and_a_time_without_end_spoil_nothing(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    scalar = b"\x0a\x04loss\x15" + struct.pack("<f", 0.5)
    value = b"\x2a" + bytes([len(scalar) + 2]) + b"\x0a" + bytes([len(scalar)]) + scalar
    steps = {5.0: b"\x10" + b"\xff" * 9 + b"\x7f", math.inf: b"\x10\x01", 6.0: b"\x10\x02"}
    events = [b"\x09" + struct.pack("<d", at) + step + value for at, step in steps.items()]
    path = tmp_path / "a.tfevents"
    path.write_bytes(b"".join(map(record, events)))
    keep_event_metrics(str(live), [str(path)], 0.0)
    assert [step for step, _, _ in read_points(str(live))["loss"].points()] == [-1, 2]


def test_what_an_earlier_run_wrote_is_not_of_this_one(tmp_path: Path) -> None:
    live = tmp_path / "live"
    live.mkdir()
    path = written(tmp_path / "logs", [("loss", 0.5, 0), ("loss", 0.25, 500)])
    keep_event_metrics(str(live), [str(path)], 300.0)
    series = read_points(str(live))["loss"]
    assert (series.summary().last, series.summary().count) == (0.25, 1)


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    event = tensor_event(dtype=1, float_val=[0.5])
    picture = record(b"\x1a\xa0\x8d\x06" + b"\0" * 100_000)  # a field of so many bytes
    path = tmp_path / "a.tfevents"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(event + picture)
        file.write(struct.pack("<Q4x", 2**30))
        file.seek(2**30 + 4, 1)  # a hole, which takes nothing of the disk
        file.write(event)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            assert sum(1 for _ in scalars_in(file)) == 201
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
