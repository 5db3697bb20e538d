"""Marked conflicts are listed and settled, all of them or one, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nbtrack.errors import MergeError
from nbtrack.merge.model import Strategy
from nbtrack.merge.settle import conflicts_of, settle
from nbtrack.notebook.document import Notebook, parse
from tests.making import code, markdown, notebook
from tests.unit.merge.merging import merge_cells, named

if TYPE_CHECKING:
    from nbtrack.merge.model import Choice

LINES = "first\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\nx = 3\n>>>>>>> topic\nlast"
DIFF3 = "<<<<<<< HEAD\nx = 1\n||||||| base\nx = 0\n=======\nx = 2\n>>>>>>> topic"
BOTH_SIDES = {"ours": "first\nx = 1\nlast", "theirs": "first\nx = 2\nx = 3\nlast"}


def conflicted() -> Notebook:
    """Merge two notebooks that disagree on the lines of a cell, and on whether another one stays."""
    base = [named("a", "x = 0"), named("b", "import os\nprint(os.name)"), named("c", "end")]
    ours = [named("a", "x = 1"), base[1], base[2]]
    theirs = [named("a", "x = 2"), base[2]]
    ours[1] = named("b", "import os\nprint(os.name, 1)")
    return parse(merge_cells(base, ours, theirs).raw)


def sources(raw: bytes) -> list[str]:
    return [cell.source for cell in parse(raw).cells]


def test_conflicts_are_listed_in_order() -> None:
    assert conflicts_of(conflicted()) == [
        (1, 1, "both sides changed these lines"),
        (2, None, "ours changed a cell that theirs deleted"),
    ]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("ours", ["x = 1", "import os\nprint(os.name, 1)", "end"]),
        ("theirs", ["x = 2", "end"]),
        ("both", ["x = 1\nx = 2", "import os\nprint(os.name, 1)", "end"]),
    ],
)
def test_all_are_settled_at_once(choice: Choice, left: list[str]) -> None:
    settled = settle(conflicted(), choice)
    assert sources(settled) == left
    assert conflicts_of(parse(settled)) == []


def test_one_is_settled_by_the_cell_that_it_is_in() -> None:
    lines = settle(conflicted(), "theirs", 1)
    assert [conflict.cell for conflict in conflicts_of(parse(lines))] == [2]
    for number in (2, 3, 4, 5):  # the marker cells and what is between them
        cells = settle(conflicted(), "ours", number)
        assert [conflict.cell for conflict in conflicts_of(parse(cells))] == [1]


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_the_rest_of_a_source_stays(choice: Choice) -> None:
    assert sources(settle(notebook(code(LINES)), choice)) == [BOTH_SIDES[choice]]
    assert sources(settle(notebook(code(LINES + "\n\n")), choice)) == [BOTH_SIDES[choice] + "\n\n"]


def test_the_ancestor_that_git_shows_goes_too() -> None:
    assert sources(settle(notebook(code(DIFF3)), "both")) == ["x = 1\nx = 2"]


def test_several_in_one_cell() -> None:
    assert sources(settle(notebook(code(f"{LINES}\n{LINES}")), "ours")) == [
        "\n".join([BOTH_SIDES["ours"]] * 2)
    ]


def test_other_bytes_stay() -> None:
    book = notebook(markdown("é"), code(LINES), indent=3, ensure_ascii=True)
    settled = settle(book, "ours")
    assert settled.decode().splitlines()[:8] == book.text.splitlines()[:8]


def test_a_cell_without_a_conflict_is_an_error() -> None:
    with pytest.raises(MergeError, match="cell 6 is in no conflict"):
        settle(conflicted(), "ours", 6)
    with pytest.raises(MergeError, match="there is no conflict"):
        settle(notebook(code("x")), "ours")


@pytest.mark.parametrize("roles", [["open"], ["close"], ["open", "close"], ["middle"], ["open", "open"]])
def test_marker_cells_that_lost_each_other_are_an_error(roles: list[str]) -> None:
    cells = [markdown("mark", metadata={"nbtrack": {"conflict": role}}) for role in roles]
    with pytest.raises(MergeError, match="whose other marker cells are gone"):
        conflicts_of(notebook(code("x"), *cells))


@pytest.mark.parametrize("end", ["\n", "\n\n"])
def test_settling_while_merging_and_afterwards_is_the_same(end: str) -> None:
    triple = ([named("a", "x = 0")], [named("a", f"x = 1{end}")], [named("a", "")])
    afterwards = settle(parse(merge_cells(*triple).raw), "theirs")
    assert sources(afterwards) == sources(merge_cells(*triple, Strategy(settle="theirs")).raw) == [""]
