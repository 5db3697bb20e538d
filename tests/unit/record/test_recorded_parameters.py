"""What `nbtrack.start(params=...)` says of values that are no JSON."""

from __future__ import annotations

from collections import UserDict, UserList
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pytest

from nbtrack.record.current import recorded


@pytest.mark.parametrize("value", [None, True, -0.0, 10**30, "None", [1, [2.5]], {"a": {}}])
def test_what_json_says_whole_stands_alone(value: Any) -> None:
    kept = recorded({"x": value})["x"]
    assert (repr(kept.value), kept.expression) == (repr(value), None)


@pytest.mark.parametrize(
    ("value", "said", "expression"),
    [
        ((1, 2), [1, 2], "(1, 2)"),
        ({2, 1}, [1, 2], "{1, 2}"),
        ({1: "a"}, {"1": "a"}, "{1: 'a'}"),
        (PurePosixPath("data"), "data", "PurePosixPath('data')"),
        (np.float32(0.5), 0.5, "np.float32(0.5)"),
        (np.int64(3), 3, "np.int64(3)"),
        (Decimal("0.10"), "Decimal('0.10')", "Decimal('0.10')"),
        (b"a", "b'a'", "b'a'"),
        (UserDict({"layers": UserList([1, (2,)])}), {"layers": [1, [2]]}, "{'layers': [1, (2,)]}"),
        (range(3), "range(0, 3)", "range(0, 3)"),
    ],
)
def test_beside_anything_else_stands_how_python_writes_it(value: Any, said: Any, expression: str) -> None:
    kept = recorded({"x": value})["x"]
    assert (kept.value, kept.expression) == (said, expression)


def test_a_secret_is_redacted_in_both() -> None:
    kept = recorded({"password": ("hunter2-hunter2",)})["password"]
    assert "hunter2" not in f"{kept.value}{kept.expression}"
