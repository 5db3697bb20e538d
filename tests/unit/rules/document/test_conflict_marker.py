"""NBT002: markers that git left in a cell, not text that looks a little like them."""

from __future__ import annotations

import pytest

from tests.making import code, markdown, notebook
from tests.unit.rules.asking import said

CONFLICT = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x << 7",
        "Title\n=======",
        "<<<<<<<",
        "<<<<<<< HEAD\nnever closed",
        ">>>>>>> HEAD\n<<<<<<< HEAD",
        "<<<<<<<< HEAD\n>>>>>>> x",
        "  <<<<<<< HEAD\n  >>>>>>> x",
        "print('<<<<<<< HEAD')\nprint('>>>>>>> x')",
    ],
)
def test_lines_that_only_look_like_markers_are_left_alone(source: str) -> None:
    assert said("NBT002", notebook(code(source))) == []


@pytest.mark.parametrize("make", [code, markdown])
def test_a_conflict_in_a_cell(make: object) -> None:
    assert said("NBT002", notebook(make(f"a\n{CONFLICT}"))) == ['1:2:1: conflict marker "<<<<<<<"']  # type: ignore[operator]


def test_longer_markers_as_an_attribute_of_git_may_ask_for() -> None:
    source = "<<<<<<<<< HEAD\nx = 1\n=========\nx = 2\n>>>>>>>>> theirs"
    assert said("NBT002", notebook(code(source))) == ['1:1:1: conflict marker "<<<<<<<<<"']


def test_the_marker_cells_of_nbtrack_merge() -> None:
    marker = {"nbtrack": {"conflict": "open"}}
    cells = [markdown("Merge conflict", metadata=marker), code("x = 1")]
    assert said("NBT002", notebook(*cells)) == ["1: marker cell of a merge conflict"]


def test_other_metadata_of_that_name() -> None:
    for metadata in (
        {"nbtrack": {"conflict": "of interest"}},
        {"nbtrack": ["conflict"]},
        {"conflict": "open"},
    ):
        assert said("NBT002", notebook(markdown("x", metadata=metadata))) == []


def test_a_conflict_over_several_cells() -> None:
    cells = [code("<<<<<<< HEAD"), code("="), code(">>>>>>> theirs")]
    assert said("NBT002", notebook(*cells)) == ['1:1:1: conflict marker "<<<<<<<"']


def test_every_conflict_is_found() -> None:
    assert len(said("NBT002", notebook(code(f"{CONFLICT}\n{CONFLICT}")))) == 2
