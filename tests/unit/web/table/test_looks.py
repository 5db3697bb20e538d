"""How the columns of the runs page look."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.web.query import Query
from nbtrack.web.table.looks import Look, looks_of

STARTED = {"key": "started", "kind": "fact", "name": "started", "is_number": False, "pinned": False}
ACC = {"key": "metric:acc", "kind": "metric", "name": "acc", "is_number": True, "pinned": True}
LR = {"key": "param:lr", "kind": "parameter", "name": "lr", "is_number": True, "pinned": True}


@pytest.mark.parametrize(
    ("columns", "query", "expected"),
    [
        ([STARTED], Query(), [Look("fact", "started", "roomy", "roomy")]),
        ([STARTED], Query(column=("started",)), [Look("fact", "started", "", "")]),
        ([STARTED | {"pinned": True}], Query(), [Look("fact", "started", "pin pin-1", "pin pin-1")]),
        (
            [ACC, LR],
            Query(),
            [
                Look("metric", "acc", "number metric pin pin-1", "pin pin-1"),
                Look("parameter", "lr", "number pin pin-2", "pin pin-2"),
            ],
        ),
    ],
)
def test_what_is_pinned_stays_and_times_make_room(
    columns: list[dict[str, Any]], query: Query, expected: list[Look]
) -> None:
    assert looks_of(columns, query) == expected
