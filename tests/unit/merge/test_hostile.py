"""A notebook is data from a stranger: a merge is exact or refused, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from nbtrack.errors import EditError, MergeError
from nbtrack.merge.engine import merge_added, merge_notebooks, merge_without_base
from nbtrack.merge.settle import conflicts_of
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.scan import parse_bytes
from tests.making import notebook_b, raw_notebooks
from tests.unit.merge.merging import merge_cells, named

ODD_CELLS: list[dict[str, Any]] = [
    {},
    {"cell_type": 7, "id": [], "metadata": None, "source": None, "outputs": "none"},
    {"cell_type": "code", "id": {"a": 1}, "metadata": [], "source": [1, None, "x"], "outputs": [3, None]},
    {"cell_type": "markdown", "id": "a b", "source": "x", "attachments": [], "metadata": {"tags": "no"}},
    {"cell_type": "code", "id": "", "source": {}, "execution_count": "1", "metadata": {"tags": [[], {}]}},
    {"cell_type": "raw", "id": "same", "source": "\ud800", "metadata": {"nbtrack": {"conflict": "open"}}},
    {"cell_type": "code", "id": "same", "source": ["a\n", "b"], "metadata": {"kernelspec": 3}, "x": 1e999},
]


@pytest.mark.parametrize("odd", ODD_CELLS)
@pytest.mark.parametrize("other", ODD_CELLS)
def test_odd_cells_are_merged_or_refused(odd: dict[str, Any], other: dict[str, Any]) -> None:
    books = [parse(book(cells)) for cells in ([odd], [other, odd], [odd, other, {"source": "new"}])]
    for base, ours, theirs in (books, books[::-1], [books[1], books[0], books[2]]):
        merged = merge_notebooks(base, ours, theirs)
        assert len(parse(merged.raw).cells) >= 1
        merge_added(ours, theirs)
        merge_without_base(ours, theirs)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(raw_notebooks(), raw_notebooks())
def test_any_layout_is_merged_into(ours: bytes, theirs: bytes) -> None:
    merged = merge_notebooks(parse(notebook_b()), parse(ours), parse(theirs))
    assert len(conflicts_of(parse(merged.raw))) == len(merged.conflicts)


def test_a_key_that_stands_twice_is_refused_where_it_would_be_edited() -> None:
    ours = notebook_b(named("a", "x = 1"), named("b", "ours")).replace(
        b'"metadata": {}', b'"source": "hidden", "metadata": {}', 1
    )
    base, theirs = notebook_b(named("a", "x = 1")), notebook_b(named("a", "x = 2"))
    with pytest.raises(EditError, match="twice"):
        merge_notebooks(parse(base), parse(ours), parse(theirs))


def test_numbers_that_are_equal_but_not_the_same_are_a_change() -> None:
    sides = [[named("a", "x", metadata={"n": n, "side": n})] for n in (1, 1.0, True)]
    merged = merge_cells(sides[0], sides[0], sides[2])
    assert b'"n": true' in merged.raw
    sides[1][0]["metadata"]["extra"] = 0
    assert b'"n": 1.0' in merge_cells(sides[0], sides[1], sides[0]).raw


def test_values_nested_too_deeply_are_refused() -> None:
    books = []
    for innermost in (1, 2, 3):
        value: Any = innermost
        for _ in range(100_000):
            value = [value]
        data = {"cells": [{"metadata": {"deep": value}}], "nbformat": 4, "nbformat_minor": 5}
        books.append(Notebook(b"%d" % innermost, data, "deep.ipynb", parse_bytes))
    with pytest.raises(MergeError, match="nested too deeply"):
        merge_notebooks(books[0], books[1], books[2])


def test_thousands_of_cells_in_another_order() -> None:
    base = [named(f"c{n}", f"value_{n} = {n}\nprint(value_{n})") for n in range(3_000)]
    ours = [cell | {"source": ["changed"]} if n % 10 == 0 else cell for n, cell in enumerate(base)]
    theirs = [cell for n, cell in enumerate(reversed(base)) if n % 7]
    merged = merge_notebooks(parse(book(base)), parse(book(ours)), parse(book(theirs)))
    assert len(parse(merged.raw).cells) >= 2_571


def book(cells: list[dict[str, Any]]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()
