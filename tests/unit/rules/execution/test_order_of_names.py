"""NBT307 order-dependent-name and NBT310 rebound-name."""

from __future__ import annotations

import pytest

from tests.making import code, notebook
from tests.unit.rules.asking import said

FROM_BELOW = "NBT307"
REBOUND = "NBT310"


def test_a_name_that_came_from_further_down_is_found() -> None:
    book = notebook(code("x = 1", count=1), code("print(x)", count=3), code("x = 2", count=2))
    assert said(FROM_BELOW, book) == [
        '2:1:7: "x" came from cell 3, which ran as [2]; from top to bottom it comes from cell 1'
    ]


def test_a_name_that_came_from_further_up_is_found() -> None:
    book = notebook(code("x = 1", count=4), code("x = 2", count=3), code("x", count=5))
    assert said(FROM_BELOW, book) == [
        '3:1:1: "x" came from cell 1, which ran as [4]; from top to bottom it comes from cell 2'
    ]


UNKNOWABLE = {
    "no counts": [("x = 1", None), ("x", None), ("x = 2", None)],
    "in order": [("x = 1", 1), ("x", 2), ("x = 2", 3), ("x", 4)],
    "one definition": [("x = 1", 2), ("x", 1)],
    "the definition above was not run": [("x = 1", None), ("x", 3), ("x = 2", 2), ("y = 1", 1)],
    "the use was not run": [("x = 1", 2), ("x", None), ("x = 2", 1)],
    "run before all definitions": [("x = 1", 2), ("x", 1), ("x = 2", 3)],
    "counts of two sessions": [("x = 1", 1), ("x", 3), ("x = 2", 2), ("y = 1", 3)],
    "two imports": [("import os", 1), ("os", 3), ("import os", 2)],
    "its own definition": [("x = 1", 1), ("x = 3\nx", 3), ("x = 2", 2)],
    "in a function": [("x = 1", 1), ("def f(): return x", 3), ("x = 2", 2)],
    "a name of a comprehension": [("x = 1", 1), ("[x for x in ()]", 3), ("x = 2", 2)],
}


@pytest.mark.parametrize("cells", UNKNOWABLE.values(), ids=UNKNOWABLE)
def test_what_the_counts_do_not_prove_is_no_finding(cells: list[tuple[str, int | None]]) -> None:
    assert said(FROM_BELOW, notebook(*(code(source, count=count) for source, count in cells))) == []


@pytest.mark.parametrize(
    "source", ["df = df.dropna()", "df += 1", "print(df)\nfor df in []: pass", "del df; df = 1"]
)
def test_a_cell_that_changes_what_it_starts_from_is_found(source: str) -> None:
    (message,) = said(REBOUND, notebook(code("df = 1"), code(source)))
    assert '"df" is taken from cell 1 and then bound anew' in message


@pytest.mark.parametrize(
    "sources",
    [
        ["df = 1", "clean = df.dropna()"],
        ["df = 1\ndf = df + 1"],
        ["df = 1", "df = 2\ndf = df + 1"],
        ["df = 1", "df['x'] = 1"],
        ["df = 1", "def f():\n    df = df + 1"],
        ["df = 1", "[df for df in []]"],
        ["df = 1", "df", "df = 2"],
    ],
    ids=str,
)
def test_a_cell_that_can_run_twice_is_no_finding(sources: list[str]) -> None:
    assert said(REBOUND, notebook(*map(code, sources))) == []
