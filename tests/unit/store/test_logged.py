"""Points come back as they were logged, whatever happened to the end of their file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.store.logged import calls_in, read_points
from nbtrack.store.points import Framing, points_path

NAMES = st.sampled_from([("loss",), ("loss", "acc"), ("ümlaut",), ("a", "b", "c")])
STEPS = st.none() | st.integers(-(2**63) + 1, 2**63 - 1)
CALL = st.tuples(NAMES, STEPS, st.floats(allow_nan=False))
Point = tuple[str, int | None, float]


def written(calls: list[tuple[tuple[str, ...], int | None, float]]) -> list[bytes]:
    framing = Framing()
    return [framing.frame(dict.fromkeys(names, value), step, 1.5) for names, step, value in calls]


def points(raw: bytes) -> list[Point]:
    found = []
    for calls, _ in calls_in(raw, {}):
        columns = dict(calls.columns())
        for place, step in enumerate(calls.moments.steps):
            known = None if step == -(2**63) else step
            found += [(name, known, column[place]) for name, column in columns.items()]
    return found


def logged(calls: list[tuple[tuple[str, ...], int | None, float]]) -> list[Point]:
    return [(name, step, value) for names, step, value in calls for name in names]


@given(st.lists(CALL, max_size=40))
def test_points_come_back_in_the_order_of_the_calls(
    calls: list[tuple[tuple[str, ...], int | None, float]],
) -> None:
    assert points(b"".join(written(calls))) == logged(calls)


@given(st.lists(CALL, min_size=1, max_size=12), st.data())
def test_a_file_that_is_cut_short_holds_the_calls_before(
    calls: list[tuple[tuple[str, ...], int | None, float]], data: st.DataObject
) -> None:
    frames = written(calls)
    cut = data.draw(st.integers(0, len(frames[-1]) - 1))
    assert points(b"".join(frames)[: sum(map(len, frames[:-1])) + cut]) == logged(calls[:-1])


@given(st.lists(CALL, max_size=12), st.integers(1, 200))
def test_zeros_that_a_power_failure_leaves_at_the_end_are_no_calls(
    calls: list[tuple[tuple[str, ...], int | None, float]], count: int
) -> None:
    assert points(b"".join(written(calls)) + bytes(count)) == logged(calls)


@given(st.binary(max_size=400))
def test_a_damaged_file_is_no_reason_to_fail(raw: bytes) -> None:
    points(b"".join(written([(("loss",), 1, 0.5)])) + raw)


@pytest.mark.parametrize("count", [1, 2, 9, 1000])
def test_a_stretch_under_the_same_names_is_one(count: int) -> None:
    raw = b"".join(written([*[(("loss",), step, 0.5) for step in range(count)], (("acc",), 0, 1.0)]))
    assert [len(calls.moments.steps) for calls, _ in calls_in(raw, {})] == [count, 1]


def test_a_time_that_nobody_logs_at_costs_its_stretch_alone(tmp_path: Path) -> None:
    framing = Framing()
    frames = framing.frame({"loss": 1.0}, 0, float("nan")), framing.frame({"acc": 2.0}, 0, 1.0)
    Path(points_path(str(tmp_path))).write_bytes(b"".join(frames))
    assert list(read_points(str(tmp_path))) == ["acc"]
