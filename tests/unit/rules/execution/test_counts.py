"""NBT301 to NBT303: what execution counts say about how a notebook was run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.making import code, markdown, notebook, stream
from tests.unit.rules.asking import findings, said


def counted(*counts: int | None) -> list[dict[str, object]]:
    return [code(f"x = {number}", count=count) for number, count in enumerate(counts)]


@pytest.mark.parametrize("counts", [(), (None, None), (1,), (7,), (1, 2, 3), (2, 5, 9), (1, None, 2), (4, 4)])
def test_rising_counts_are_in_order(counts: tuple[int | None, ...]) -> None:
    assert said("NBT301", notebook(*counted(*counts))) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((2, 1), "2: ran as [1], before cell 1 above it, [2]"),
        ((1, 5, 3), "3: ran as [3], before cell 2 above it, [5]"),
        ((3, None, 1), "3: ran as [1], before cell 1 above it, [3]"),
        ((3, 1, 2), "2: ran as [1], before cell 1 above it, [3]; so did 1 more"),
        ((5, 1, 7, 2), "2: ran as [1], before cell 1 above it, [5]; so did 1 more"),
    ],
)
def test_falling_counts_are_one_finding(counts: tuple[int | None, ...], expected: str) -> None:
    assert said("NBT301", notebook(*counted(*counts))) == [expected]


def test_when_a_cell_without_code_ran_is_all_the_same() -> None:
    below = [*counted(5, 6), code(" \n", count=2)]
    above = [code("", count=9), *counted(1, 2)]
    assert said("NBT301", notebook(*below)) == said("NBT301", notebook(*above)) == []


@pytest.mark.parametrize("counts", [(), (None,), (1,), (1, 2, 3), (3, 1, 2), (1, None, 2), (1, 1, 2), (0,)])
def test_counts_without_gaps(counts: tuple[int | None, ...]) -> None:
    assert said("NBT302", notebook(*counted(*counts))) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((2,), "1: starts at [2]"),
        ((3, 4), "1: starts at [3]"),
        ((1, 3), "2: [3] follows [1]: 1 run is missing"),
        ((1, 2, 5), "3: [5] follows [2]: 2 runs are missing"),
        ((1, 3, 5), "2: [3] follows [1]: 2 runs are missing"),
        ((5, 1), "1: [5] follows [1]: 3 runs are missing"),
    ],
)
def test_gaps_are_one_finding(counts: tuple[int | None, ...], expected: str) -> None:
    assert said("NBT302", notebook(*counted(*counts))) == [expected]


@pytest.mark.parametrize(
    "cells",
    [
        counted(None, None),
        counted(1, 2),
        [code("x", count=1), code("")],
        [code("x", count=1), code("  \n")],
        [code("x", count=1), code("# solve this\n\n  # here")],
        [code("x", count=1), markdown("text")],
        [code("x", count=1), code("y", metadata={"tags": ["skip-execution"]})],
    ],
)
def test_nothing_was_left_out_of_the_run(cells: list[dict[str, object]]) -> None:
    assert said("NBT303", notebook(*cells)) == []


def test_a_cell_that_was_left_out_is_found() -> None:
    assert said("NBT303", notebook(*counted(1, None, 2, None))) == [
        "2: was not run, though other cells were",
        "4: was not run, though other cells were",
    ]


def test_a_cell_that_has_outputs_did_run_at_some_time() -> None:
    cells = [code("a", count=1), code("b", outputs=[stream("x")])]
    assert said("NBT303", notebook(*cells)) == [
        "2: has outputs but no count, though other cells have one: nobody can tell when it ran"
    ]


@pytest.mark.parametrize(
    "metadata",
    [
        {"execution": {"shell.execute_reply": "2023-08-05T22:38:12Z"}},
        {"ExecuteTime": {"end_time": "2024-02-08T07:54:55Z"}},
        {"executionInfo": {"status": "ok", "timestamp": 1}},
    ],
    ids=str,
)
def test_a_cell_that_has_the_time_of_a_run_did_run_at_some_time(metadata: dict[str, Any]) -> None:
    cells = [code("a", count=1), code("b", metadata=metadata)]
    assert said("NBT303", notebook(*cells)) == [
        "2: has the time of a run but no count, though other cells have one: nobody can tell what it ran as"
    ]


@pytest.mark.parametrize("metadata", [{"execution": {}}, {"ExecuteTime": None}, {"collapsed": True}], ids=str)
def test_an_empty_time_tells_of_no_run(metadata: dict[str, Any]) -> None:
    cells = [code("a", count=1), code("b", metadata=metadata)]
    assert said("NBT303", notebook(*cells)) == ["2: was not run, though other cells were"]


def test_the_finding_points_at_the_count() -> None:
    (finding,) = findings("NBT301", notebook(*counted(2, 1)))
    assert finding.place.pointer == ("cells", 1, "execution_count")


@pytest.mark.parametrize("count", ["7", 1.5, [], {}, True, -3])
@pytest.mark.parametrize("rule", ["NBT301", "NBT302", "NBT303"])
def test_a_count_that_is_none_is_never_a_crash(rule: str, count: object) -> None:
    broken = notebook(code("x", count=1), code("y", execution_count=count))
    assert not [message for message in said(rule, broken) if "failed here" in message]
