"""What people call a table becomes the same CSV, whatever library made it."""

from __future__ import annotations

import sys
from collections import UserDict
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nbtrack.record.tables import csv_of

PLAIN = b"a,b\r\n1,x\r\n2,y\r\n"


class Arrow:
    """A table as pyarrow has it."""

    def to_pydict(self) -> dict[str, list[Any]]:
        return {"a": [1, 2], "b": ["x", "y"]}


class Lazy:
    """A frame of polars that is not worked out yet."""

    def collect(self) -> Any:
        return self.Frame()

    class Frame:
        """What it comes to."""

        def write_csv(self) -> str:
            return PLAIN.decode()


@pytest.mark.parametrize(
    "table",
    [
        {"a": [1, 2], "b": ["x", "y"]},
        UserDict({"a": (1, 2), "b": np.array(["x", "y"])}),
        {"a": pd.Series([1, 2], index=[7, 8]), "b": ["x", "y"]},
        [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
        [["a", "b"], (1, "x"), [2, "y"]],
        iter([("a", "b"), (1, "x"), (2, "y")]),
        np.array([["a", "b"], ["1", "x"], ["2", "y"]]),
        Arrow(),
        Lazy(),
    ],
)
def test_tables_of_all_kinds_are_one(table: Any) -> None:
    assert csv_of(table) == PLAIN


def test_a_frame_keeps_its_index() -> None:
    assert csv_of(pd.DataFrame({"x": [1, 2]})) == b",x\n0,1\n1,2\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([{"x": 1}, {"y": 2}], b"x,y\r\n1,\r\n,2\r\n"),
        ({"x": [1], "y": [1, 2]}, b"x,y\r\n1,1\r\n,2\r\n"),
        ([], b""),
    ],
)
def test_gaps_stay_empty(table: Any, said: bytes) -> None:
    assert csv_of(table) == said


@pytest.mark.parametrize(
    "table", [3, "a,b", None, [1, 2], {"a": 1}, {"a": "text"}, {"a": {0: 1}}, [{"a": 1}, [2]], sys]
)
def test_what_is_no_table_is_told(table: Any) -> None:
    with pytest.raises(TypeError, match="is no table; give a data frame"):
        csv_of(table)
